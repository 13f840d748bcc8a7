"""What exists: the journal, the parties, enterprises, evidence."""
