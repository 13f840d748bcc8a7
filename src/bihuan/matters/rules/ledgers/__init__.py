"""An office's own ledger, as bad as it comes: its header, its columns, its dates, its units."""
