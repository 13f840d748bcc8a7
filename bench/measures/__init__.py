"""One file for each thing measured; each runs in a process and a home of its own."""
