"""What two matters have in common: their words, their place, their person; no table is read."""
