"""What was done, by whom and when: append-only chains, anchored daily, checked by anybody."""
