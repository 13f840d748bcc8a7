"""Settings and wiring: the top floor, and the only reader of the environment."""
