"""What holds of enterprises without looking into a database."""
