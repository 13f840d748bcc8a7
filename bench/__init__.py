"""How fast it is and how much memory it takes, always beside a baseline of the same run."""
