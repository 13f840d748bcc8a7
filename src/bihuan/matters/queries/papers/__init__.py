"""Papers as they stand: the room, one paper, templates."""
