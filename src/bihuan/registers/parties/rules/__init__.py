"""What holds of parties without looking into a database."""
