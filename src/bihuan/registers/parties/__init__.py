"""Regions, units, posts, people, accounts and the calendar of one installation."""
