"""Ledgers as offices keep them, in a few lines."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from importlib import resources

import xlsxwriter
from tests.matters import cast

from bihuan.kernel.actor import SYSTEM
from bihuan.matters.actions import publishing
from bihuan.matters.models import MechanismVersion

DAY = date(2026, 2, 27)
HEAD = ("序号", "问题描述", "收到时间", "责任单位", "办结时限", "办理情况", "是否办结", "答复日期")
ROW = (1, "变压器容量不足", "2026-02-03", "住建局", "2月20日前", "正在协调", "办理中", "")


def published() -> MechanismVersion:
    """The shipped ledger, owned by the office of the cast."""
    body = resources.files("bihuan.mechanisms.library").joinpath("ledger.yaml").read_bytes()
    return publishing.publish(
        body.replace(b"enterprise-service-office", b"office"),
        region=cast.REGION, by=SYSTEM, now=cast.NOW,
    )  # fmt: skip


def row(number: int, **cells: object) -> list[object]:
    """One row, some cells said otherwise."""
    said = (
        dict(zip(HEAD, ROW, strict=True)) | {"序号": number, "问题描述": f"第{number}件"} | cells
    )
    return [said[word] for word in HEAD]


def book(
    *rows: Sequence[object], title: str = "截至2026年2月27日", head: Sequence[str] = HEAD
) -> bytes:
    """A workbook with a title over its header."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        page = made.add_worksheet("台账")
        page.merge_range(0, 0, 0, len(head) - 1, f"企业诉求台账 {title}")
        page.write_row(1, 0, head)
        for at, cells in enumerate(rows):
            page.write_row(at + 2, 0, cells)
    return stream.getvalue()
