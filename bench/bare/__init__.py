"""The least a server can do for the same rows: the baseline of an action."""
