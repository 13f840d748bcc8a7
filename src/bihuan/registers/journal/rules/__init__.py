"""What the journal is made of, without a database: bytes, digests, commitments, anchors."""
