"""The command line: each command makes one domain call and translates."""
