"""Sending a notice with its rows, and filling the rows of a part."""
