"""Answering one matter once, through a link."""
