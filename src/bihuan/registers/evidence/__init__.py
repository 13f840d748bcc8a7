"""Files attached to matters: kept byte for byte under their own digest."""
