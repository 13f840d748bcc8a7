"""What exists: the journal and the sheets, the parties, enterprises, evidence."""
