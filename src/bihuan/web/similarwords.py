"""What two matters have in common, put into words for lists and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.matters.queries.nearness.groups import Group
from bihuan.matters.queries.nearness.neighbours import Neighbour
from bihuan.matters.queries.side_by_side import SideBySide
from bihuan.registers.parties.rules import masking
from bihuan.web import dates, listing, sentences, words


def traits(facts: Mapping[str, Any]) -> list[str]:
    """What speaks for it, in short: words in common, days apart, what is the same."""
    if not facts:
        return []
    share = _("%(share)d %% of the words in common") % {"share": round(facts["share"] * 100)}
    days = ngettext("%(days)d day apart", "%(days)d days apart", facts["days"])
    alike = (words.of(words.ALIKE, name) for name in facts["same"])
    return [share, days % {"days": facts["days"]}, *alike]


def rows(found: Iterable[Neighbour], now: datetime) -> list[dict[str, Any]]:
    """Neighbours as the rows of a panel."""
    return [
        {
            "number": one.matter.number,
            "title": listing.title(masking.hidden_numbers(one.matter.title), restricted=False),
            "stage": words.of(words.STAGES, one.matter.stage),
            "received": dates.day(one.matter.received_at, now),
            "unit": sentences.unit_name(one.matter.unit_id) if one.matter.unit_id else "",
            "evidence": words.of(words.EVIDENCE, one.evidence.kind),
            "traits": traits(one.evidence.facts()),
        }
        for one in found
    ]


def beside(found: SideBySide, now: datetime) -> dict[str, Any]:
    """Everything the page of two matters names."""
    return {
        "one": found.one,
        "other": found.other,
        "sides": [
            _side(found.one, found.mine, found.evidence.of_one, now),
            _side(found.other, found.theirs, found.evidence.of_other, now),
        ],
        "evidence": words.of(words.EVIDENCE, found.evidence.kind) if found.evidence.kind else "",
        "traits": traits(found.evidence.facts()),
        "decided": found.decided,
        "decides": found.decides,
        "merges": found.merges,
    }


def _side(row: Any, passages: Any, share: float, now: datetime) -> dict[str, Any]:
    return {
        "row": row,
        "title": listing.title(masking.hidden_numbers(row.title), restricted=False),
        "stage": words.of(words.STAGES, row.stage),
        "received": dates.day(row.received_at, now),
        "unit": sentences.unit_name(row.unit_id) if row.unit_id else "",
        "passages": passages,
        "share": _("%(share)d %% of these words stand in the other")
        % {"share": round(share * 100)},
    }


def groups(found: Iterable[Group], now: datetime) -> dict[str, Any]:
    """Proposed groups as forms: who leads, who joins."""
    return {"groups": [_group(place, group, now) for place, group in enumerate(found, 1)]}


def _group(place: int, group: Group, now: datetime) -> dict[str, Any]:
    share = _("neighbours share at least %(share)d %% of their words")
    alike = [words.of(words.ALIKE, name) for name in group.same]
    return {
        "place": place,
        "leading": group.leading,
        "traits": [share % {"share": round(group.share * 100)}, *alike],
        "members": [
            {
                "number": one.matter.number,
                "title": listing.title(masking.hidden_numbers(one.matter.title), restricted=False),
                "stage": words.of(words.STAGES, one.matter.stage),
                "received": dates.day(one.matter.received_at, now),
                "joins": one.joins,
                "leads": one.matter.number == group.leading,
                "beside": group.leading if one.matter.number != group.leading else "",
            }
            for one in group.members
        ],
    }


def confirmed(found: Iterable[tuple[Any, int]], now: datetime) -> list[dict[str, Any]]:
    """Confirmed problems as rows: the title, the leading matter, how many stand behind it."""
    return [
        {
            "title": problem.title,
            "number": problem.matter.number,
            "stage": words.of(words.STAGES, problem.matter.stage),
            "when": dates.day(problem.confirmed_at, now),
            "persons": ngettext("%(n)d person", "%(n)d persons", merged + 1) % {"n": merged + 1},
        }
        for problem, merged in found
    ]
