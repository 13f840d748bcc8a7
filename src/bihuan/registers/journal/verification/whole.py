"""The whole verification: every chain, every personal text, every row, every anchor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from django.db import connection

from bihuan.registers.journal import dialect
from bihuan.registers.journal.models import Anchor, Entry
from bihuan.registers.journal.rules.report import Report
from bihuan.registers.journal.verification import anchors, chains, listeners
from bihuan.registers.journal.verification import exports as exported_files
from bihuan.registers.journal.verification.chains import Checker, Finding
from bihuan.registers.journal.verification.exports import Exports

_MOST = 20


def verify(exports: Sequence[TextIO] = ()) -> Report:
    """Read the whole journal as of now and name the first entries that are not what they were.

    Without exported anchors, whoever rewrites a chain, its row and the stored anchors together
    leaves no trace; with them, the first such entry up to the last exported anchor is named.
    Refuses files that are damaged (journal.export-broken) or contradict each other
    (journal.export-conflict).
    """
    with exported_files.opened(exports) as exported, dialect.still_view(connection):
        findings, count = _all_chains(exported)
        faults = [chains.explained(finding, exported) for finding in findings]
        anchor_fault = anchors.first_fault(exported.sections)
        if anchor_fault:
            faults.append(anchor_fault)
        return Report(
            entries=Entry.objects.count(),
            chains=count,
            anchors=Anchor.objects.count(),
            exported=exported.count(),
            faults=tuple(faults),
        )


def _all_chains(exported: Exports) -> tuple[list[Finding], int]:
    rows = {chain.subject_kind: chain for chain in listeners.CHAINS}
    recorded = Entry.objects.order_by().values_list("subject_kind", flat=True).distinct()
    first: list[Finding] = []
    count = 0
    for kind in sorted({*rows, *recorded, *exported.kinds()}):
        rebuilders = [one for one in listeners.REBUILDERS if one.subject_kind == kind]
        checker = Checker(kind, rows.get(kind), rebuilders, exported)
        for finding in checker.findings():
            first.append(finding)
            if len(first) > 10 * _MOST:
                first = _earliest(first)
        count += checker.chains
    return _earliest(first), count


def _earliest(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.broken.entry or 0)[:_MOST]
