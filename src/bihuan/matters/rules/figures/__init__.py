"""The figures of a period: what is counted, from what, and how they are kept."""
