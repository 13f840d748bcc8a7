"""Matters like one another: found, compared, grouped; all of it from `visible_to`."""
