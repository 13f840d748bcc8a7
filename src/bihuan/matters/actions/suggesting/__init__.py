"""Learning from answered matters, and keeping what was suggested beside what was chosen."""
