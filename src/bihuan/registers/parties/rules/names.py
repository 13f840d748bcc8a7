"""Whom a written unit name means: `上海市青浦区教育局`, `区教育局`, `住建局`, a former name."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.rules.directory import Directory, UnitFacts

# Short forms in daily use for departments whose full names the reform of 2018 fixed.
SHORT_FORMS: dict[str, str] = {
    "住建局": "住房和城乡建设局",
    "住建委": "住房和城乡建设委员会",
    "建管委": "建设和管理委员会",
    "人社局": "人力资源和社会保障局",
    "市监局": "市场监督管理局",
    "市场监管局": "市场监督管理局",
    "发改局": "发展和改革局",
    "发改委": "发展和改革委员会",
    "工信局": "工业和信息化局",
    "科工信局": "科技和工业信息化局",
    "卫健局": "卫生健康局",
    "卫健委": "卫生健康委员会",
    "城管局": "城市管理和综合执法局",
    "应急局": "应急管理局",
    "医保局": "医疗保障局",
    "文旅局": "文化和旅游局",
    "文旅体局": "文化旅游体育局",
    "文旅广体局": "文化旅游广电体育局",
    "行政审批局": "行政审批服务局",
    "资规局": "自然资源和规划局",
    "自规局": "自然资源和规划局",
    "环保局": "生态环境局",
    "农业局": "农业农村局",
    "信访局": "信访局",
    "优化办": "优化营商环境办公室",
    "政府办": "人民政府办公室",
    "国资办": "国有资产监督管理办公室",
}
LEVEL_WORDS = frozenset("省市州盟区县旗镇乡")
SHORTEST_REST = 2
SUGGESTIONS = 3


def normal(text: str) -> str:
    """The text without what two clerks would write differently: width, spaces, 人民政府."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    return plain.replace("人民政府", "政府")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to read a name: the rest after its region, and how much was guessed."""

    rest: str
    region: str = ""
    level: str = ""
    guessed: int = 0


@dataclass(frozen=True)
class Names:
    """The unit names of one directory, ready to be looked up."""

    regions: Mapping[str, str]
    called: Mapping[str, str]
    units: dict[str, UnitFacts] = field(default_factory=dict)
    index: dict[str, list[tuple[str, Form]]] = field(default_factory=dict)

    def add(self, unit: UnitFacts) -> None:
        """Let one more unit be found."""
        self.units[unit.code] = unit
        for name in unit.called:
            for form in self.forms(name):
                self.index.setdefault(form.rest, []).append((unit.code, form))

    def copy(self) -> Names:
        """The same names, to which others may be added apart."""
        index = {rest: list(found) for rest, found in self.index.items()}
        return Names(self.regions, self.called, dict(self.units), index)

    def forms(self, text: str) -> Iterator[Form]:
        """Every reading of a name, the literal one first."""
        whole = normal(text)
        yield Form(whole)
        bare = re.sub(r"\([^)]*\)$", "", whole)
        rest, region = self._without_regions(bare)
        yield Form(rest, region, guessed=1)
        if not region and rest[:1] in LEVEL_WORDS and len(rest) > SHORTEST_REST:
            yield Form(rest[1:], level=rest[0], guessed=2)
            yield from self._spelt_out(rest[1:], "", rest[0])
        yield from self._spelt_out(rest, region, "")

    def _spelt_out(self, rest: str, region: str, level: str) -> Iterator[Form]:
        if rest in SHORT_FORMS:
            yield Form(normal(SHORT_FORMS[rest]), region, level, guessed=3)

    def _without_regions(self, text: str) -> tuple[str, str]:
        rest, region = text, ""
        while True:
            rest = re.sub(r"^政府(?=.+街道办事处$)", "", rest)
            heads = [name for name in self.regions if rest.startswith(name)]
            longest = max(heads, key=len, default="")
            if not longest or len(rest) - len(longest) < SHORTEST_REST:
                return rest, region
            rest, region = rest[len(longest) :], self.regions[longest]

    def meant(self, text: str, on: date | None = None) -> tuple[UnitFacts, ...]:
        """The units a name may mean, all equally well: one if it is clear, none if unknown."""
        ranked: dict[str, int] = {}
        for form in self.forms(text):
            for code, kept in self.index.get(form.rest, ()):
                if self._agree(form, kept, code):
                    rank = form.guessed + kept.guessed
                    ranked[code] = min(rank, ranked.get(code, rank))
        units = [self.units[code] for code, rank in ranked.items() if rank == min(ranked.values())]
        return _preferred(units, on)

    def _agree(self, asked: Form, kept: Form, code: str) -> bool:
        home = kept.region or self.units[code].region
        if asked.region and asked.region != home:
            return False
        # 市 before a name means the region whose own name ends in 市, be it a city or a county.
        return not asked.level or not home or self.called.get(home, "").endswith(asked.level)

    def unit(self, text: str, on: date | None = None) -> UnitFacts:
        """The unit a name means; refuses `unit.name-unknown` and `unit.name-ambiguous`."""
        found = self.meant(text, on)
        if len(found) == 1:
            return found[0]
        if found:
            names = "、".join(f"{unit.name}（{unit.code}）" for unit in found)
            raise Refused("unit.name-ambiguous", name=text, names=names)
        called = {name: unit.name for unit in self.units.values() for name in unit.called}
        near = difflib.get_close_matches(text, called, n=SUGGESTIONS, cutoff=0.5)
        nearest = "、".join(dict.fromkeys(called[each] for each in near)) or "—"
        raise Refused("unit.name-unknown", name=text, nearest=nearest)


def _preferred(units: list[UnitFacts], on: date | None) -> tuple[UnitFacts, ...]:
    """Of equals, those that still stand; of these, our own before outside bodies."""
    standing = [unit for unit in units if not unit.ended(on)] or units
    own = [unit for unit in standing if not unit.external] or standing
    return tuple(sorted(own, key=lambda unit: unit.code))


def names_of(tree: Directory, outer: Mapping[str, str] | None = None) -> Names:
    """The names of a directory; `outer` adds names of regions above it (name to code)."""
    regions = {normal(name): code for name, code in (outer or {}).items()}
    regions.update({normal(region.name): region.code for region in tree.regions.values()})
    names = Names(regions, {code: name for name, code in regions.items()})
    for unit in tree.units.values():
        names.add(unit)
    return names
