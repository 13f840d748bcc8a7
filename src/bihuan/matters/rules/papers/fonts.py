"""The Chinese types a PDF is set in: those of official papers where they are installed, else what
the machine has; without any, nothing is set at all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

from bihuan.kernel.refused import Refused

_SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Songti SC", "SimSun",
         "NSimSun", "AR PL SungtiL GB", "AR PL UMing CN")  # fmt: skip
_HEI = ("SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN",
        "Microsoft YaHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "PingFang SC")  # fmt: skip
TITLE = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "STZhongsong", *_SONG)
BODY = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "STFangsong", "FZFangSong-Z02", *_SONG)
ANY = (*dict.fromkeys((*TITLE, *BODY, *_HEI)),)


@dataclass(frozen=True, slots=True)
class Fonts:
    """The families found, best first, for titles, text and heads."""

    title: tuple[str, ...]
    body: tuple[str, ...]
    head: tuple[str, ...]
    paths: tuple[str, ...] = ()


def chosen(families: Collection[str], paths: Sequence[str] = ()) -> Fonts:
    """The families to set in, of those installed; refuses `paper.font-missing` without any.

    A typesetter without a Chinese type makes a page of boxes and says nothing.
    """
    known = {family.casefold(): family for family in families}
    there = [known[name.casefold()] for name in ANY if name.casefold() in known]
    if not there:
        raise Refused("paper.font-missing", folder=next(iter(paths), "fonts"))
    picked = [_first(known, wanted) + there for wanted in (TITLE, BODY, _HEI)]
    title, body, head = (tuple(dict.fromkeys(one)) for one in picked)
    return Fonts(title, body, head, tuple(paths))


def _first(known: dict[str, str], wanted: Sequence[str]) -> list[str]:
    return [known[name.casefold()] for name in wanted if name.casefold() in known]


@lru_cache(maxsize=4)
def found(folder: Path) -> Fonts:
    """The types of this machine and those the office has put into `folder`."""
    paths = [str(folder)]
    installed = typst.Fonts(font_paths=paths if folder.is_dir() else [])
    return chosen(installed.families(), paths)
