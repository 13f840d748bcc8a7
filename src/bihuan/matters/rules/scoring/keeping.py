"""Sums of a run as plain values: what its row stores, and what they are again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bihuan.matters.rules.scoring.rates import Counts
from bihuan.matters.rules.scoring.tallying import Sums, Tally


def to_record(sums: Sums) -> dict[str, Any]:
    """The sums as JSON values."""
    return {
        "whole": _tally(sums.whole),
        "groups": {
            way: {code: _tally(groups[code]) for code in sorted(groups)}
            for way, groups in sums.groups.items()
        },
    }


def from_record(found: Mapping[str, Any]) -> Sums:
    """The sums a record stands for."""
    groups = {
        way: {code: _read(tally) for code, tally in held.items()}
        for way, held in found["groups"].items()
    }
    return Sums(_read(found["whole"]), groups)


def _tally(tally: Tally) -> dict[str, Any]:
    after = {str(days): count for days, count in tally.answered_after.items()}
    return {"counts": asdict(tally.counts), "after": after, "longest": tally.longest_days}


def _read(found: Mapping[str, Any]) -> Tally:
    after = {int(days): count for days, count in found["after"].items()}
    return Tally(Counts(**found["counts"]), after, found["longest"])
