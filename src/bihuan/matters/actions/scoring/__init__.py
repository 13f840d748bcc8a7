"""Runs that keep their rows: made, contested, ruled on, published, corrected."""
