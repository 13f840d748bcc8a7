"""Task sheets: the sheet that comes with a notice, and the one its returns merge into."""
