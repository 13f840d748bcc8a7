"""The one query of figures, from which every paper of a press is drawn."""
