"""Taking an office's ledger in: given, its columns pointed out, put right, taken."""
