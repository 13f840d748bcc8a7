"""What may be read of matters, always from `visible_to`."""
