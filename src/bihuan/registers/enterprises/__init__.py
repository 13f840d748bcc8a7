"""Firms: their codes, their names past and present, and how they are found."""
