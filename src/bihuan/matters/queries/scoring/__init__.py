"""Reading what is scored: matters judged as they stream by, and the runs that keep their rows."""
