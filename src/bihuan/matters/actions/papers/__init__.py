"""Papers: pressed, drafted, signed, numbered, revoked."""
