"""A ledger on its way in: how it is read against the register, and what the preview shows."""
