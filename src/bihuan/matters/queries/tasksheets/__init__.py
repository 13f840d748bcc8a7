"""The rows of a part, and what has come back of a notice."""
