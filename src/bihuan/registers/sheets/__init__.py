"""Workbooks as grids of text, in whatever program they were made, and tables written back."""

from bihuan.registers.sheets.archive import check_size
from bihuan.registers.sheets.grids import Grid, column_letter, grids
from bihuan.registers.sheets.writing import safe, written

__all__ = ["Grid", "check_size", "column_letter", "grids", "safe", "written"]
