"""Proving that nothing was altered, from the entries, the rows and the exported anchors."""

from bihuan.registers.journal.verification.listeners import (
    CHAINS,
    REBUILDERS,
    Chain,
    Head,
    Rebuilder,
    rows_of,
)
from bihuan.registers.journal.verification.whole import verify

__all__ = ["CHAINS", "REBUILDERS", "Chain", "Head", "Rebuilder", "rows_of", "verify"]
