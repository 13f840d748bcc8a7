"""Decisions of the trunk that need no table."""
