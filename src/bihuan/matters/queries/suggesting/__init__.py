"""What is learnt from, and what is suggested of it; both start from `visible_to`."""
