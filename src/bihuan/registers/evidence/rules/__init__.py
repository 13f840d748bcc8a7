"""What a file is, told by its bytes, and what is not taken."""
