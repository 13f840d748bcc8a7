"""Bihuan (闭环): the working mechanisms of a county as closed loops."""

__version__ = "0.1.0"
