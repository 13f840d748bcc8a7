"""The papers an office puts out: their kinds, what each says, and how it is set."""
