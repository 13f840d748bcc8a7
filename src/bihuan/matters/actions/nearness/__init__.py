"""Matters like one another: their keys kept, repeats proposed."""
