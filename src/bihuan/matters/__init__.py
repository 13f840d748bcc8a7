"""The trunk: matters taken in, assigned, followed, answered, verified, rated and counted."""
