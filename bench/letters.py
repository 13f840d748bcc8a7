"""Letters of the shared data, as the suggestions read them."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

from bench import places
from bihuan.matters.rules.suggesting.names import Named, Region, Register
from bihuan.matters.rules.suggesting.routes import Letter

PROVINCE = "31"  # the petitions are letters to one city


def shared() -> Path | None:
    """The folder of data that is not part of the project; None where it is absent."""
    return places.SHARED_DATA if places.SHARED_DATA.is_dir() else None


def rows(path: Path) -> list[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else Path.open
    with opened(path, "rt", encoding="utf-8-sig") as file:  # type: ignore[operator]
        return list(csv.DictReader(file))


def petitions(folder: Path, first: str, last: str) -> list[Letter]:
    """The letters answered from one day to another, in the order of their answers."""
    found = [row for row in rows(folder / "petitions.csv.gz") if first <= row["回复日期"] <= last]
    found.sort(key=lambda row: row["回复日期"])
    return [Letter(row["标题"], row["内容"], row["办理单位"]) for row in found]


def register(folder: Path) -> Register:
    """The city's units as an office has them on record: every one the file names, no letter."""
    units = sorted({row["办理单位"] for row in rows(folder / "petitions.csv.gz")})
    tree = [
        Region(row["code"], row["name"]) for row in rows(folder / "regions" / "provinces.csv")
        if row["code"] == PROVINCE
    ] + [
        Region(row["code"], row["name"], PROVINCE)
        for row in rows(folder / "regions" / "areas.csv") if row["provinceCode"] == PROVINCE
    ] + [
        Region(row["code"], row["name"], row["areaCode"])
        for row in rows(folder / "regions" / "streets.csv") if row["provinceCode"] == PROVINCE
    ]  # fmt: skip
    return Register((Named(name, (name,)) for name in units), tree)


def messages(folder: Path) -> list[Letter]:
    """The messages whose class is known."""
    return [
        Letter(row["留言主题"], row["留言详情"], row["一级分类"])
        for row in rows(folder / "messages-labelled.csv.gz")
    ]
