"""A spreadsheet of units, posts and people, as real offices keep it, read row by row."""

from bihuan.registers.parties.sheet.cells import phone_of
from bihuan.registers.parties.sheet.given import Given, SheetRead, read
from bihuan.registers.parties.sheet.known import Known, KnownPerson
from bihuan.registers.parties.sheet.notice import read_notice
from bihuan.registers.parties.sheet.plan import Plan, planned
from bihuan.registers.parties.sheet.rejection import RejectedRow, rejected_file
from bihuan.registers.sheets import Grid, grids

__all__ = [
    "Given",
    "Grid",
    "Known",
    "KnownPerson",
    "Plan",
    "RejectedRow",
    "SheetRead",
    "grids",
    "phone_of",
    "planned",
    "read",
    "read_notice",
    "rejected_file",
]
