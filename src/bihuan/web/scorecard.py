"""A scorecard as the page shows it: lines with small bars, verdicts in words, the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.kernel.worktime import local
from bihuan.matters.queries.scoring.card import ALL, Card
from bihuan.matters.queries.scoring.drill import TOLD_BY_THE_PERSON
from bihuan.matters.queries.scoring.ratings import Stars
from bihuan.matters.rules.scoring.intervals import Interval
from bihuan.matters.rules.scoring.judging import Judged
from bihuan.matters.rules.scoring.lines import (
    BELOW,
    POOLED,
    RANKED,
    UNASSIGNED,
    WHOLE,
    WITHHELD,
    Ranked,
)
from bihuan.matters.rules.scoring.tallying import BY
from bihuan.web import arithmetic, dates, daystrip, words
from bihuan.web.words import Words

WAYS: Words = {
    "unit": gettext_lazy("By unit"),
    "town": gettext_lazy("By town"),
    "mechanism": gettext_lazy("By mechanism"),
}
SIEVES: Words = {
    "": gettext_lazy("every matter"),
    "overdue": gettext_lazy("overdue"),
    "unsolved": gettext_lazy("called back and not solved"),
    "solved": gettext_lazy("solved and verified"),
    "explained": gettext_lazy("explained only"),
    "withdrawn": gettext_lazy("withdrawn"),
    "sent-back": gettext_lazy("sent back"),
    "excluded": gettext_lazy("excluded"),
}
REMEDIES: Words = {
    "rejudge": gettext_lazy("Judge the matter as it stands now"),
    "exclude": gettext_lazy("Leave it out of the figures"),
    "move": gettext_lazy("Count it for another unit"),
}
DECISIONS: Words = {
    "asked": gettext_lazy("waits for a decision"),
    "approved": gettext_lazy("approved"),
    "declined": gettext_lazy("declined"),
    "upheld": gettext_lazy("upheld"),
    "rejected": gettext_lazy("rejected"),
}
RATES: Words = {
    "response": gettext_lazy("Response"),
    "solution": gettext_lazy("Solution"),
    "satisfaction": gettext_lazy("Satisfaction"),
}
WIDE = 100
MARK = 1.6  # how wide the mark is


@dataclass(frozen=True, slots=True)
class Bar:
    """A rate and its interval on a line of a hundred, and the same in words."""

    value: str
    low: str
    width: str
    at: str
    says: str
    sample: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    code: str
    name: str
    kind: str
    place: str
    places: str
    apart: str
    total: Bar | None
    rates: tuple[Bar | None, ...]
    counts: Mapping[str, str]
    withdrawn: str
    excluded: str
    corrected: str
    stars: str
    burst: int
    opens: bool


def table(card: Card, now: datetime) -> dict[str, object]:
    """What the table of figures shows, on the page of the run as on the published one."""
    return {
        "card": card,
        "run": card.run,
        "lines": lines(card, now),
        "rates": list(RATES.values()),
        "ways": [(way, WAYS[way]) for way in BY],
        "until": last_day(card.run.until),
    }


def lines(card: Card, now: datetime) -> dict[str, list[Line]]:
    """The ranked, those below the least sample, and the rest; the whole first of all."""
    found = [_line(card, one, now) for one in card.lines]
    ranked = [row for row, one in zip(found, card.lines, strict=True) if one.standing == RANKED]
    below = [row for row, one in zip(found, card.lines, strict=True) if one.standing == BELOW]
    rest = [row for row in found if row not in ranked and row not in below]
    return {"whole": [_line(card, card.whole, now)], "ranked": ranked, "below": below,
            "rest": rest}  # fmt: skip


def _line(card: Card, one: Ranked, now: datetime) -> Line:
    figures = one.figures
    rates = tuple(
        _bar(getattr(figures.rates, name), figures.intervals.get(name), figures.samples.get(name))
        for name in RATES
    )
    stars = card.stars.get(one.code)
    return Line(
        code=one.code,
        name=_name(one),
        kind=one.kind,
        place=str(one.place) if one.place else "",
        places=_places(one),
        apart=_("withheld") if one.standing == WITHHELD else _apart(one),
        total=_bar(figures.rates.composite, figures.intervals.get("composite"), figures.sample),
        rates=rates,
        counts={name: _count(count) for name, count in one.counts.items()},
        withdrawn=_share(one.counts["withdrawn"], one.counts["matters"]),
        excluded=_excluded(one),
        corrected=_corrected(card, one),
        stars=_stars(stars, now),
        burst=stars.burst if stars and card.seen == ALL else 0,
        opens=one.kind != POOLED and card.seen != "published",
    )


def _name(one: Ranked) -> str:
    named = {
        WHOLE: _("All"),
        UNASSIGNED: _("Not assigned yet"),
        POOLED: _("Small groups together"),
    }
    return named.get(one.kind, one.name)


def _count(count: int | None) -> str:
    return _("withheld") if count is None else str(count)


def _share(part: int | None, of: int | None) -> str:
    return f"{part} ({part / of:.1%})" if part and of else _count(part)


def _excluded(one: Ranked) -> str:
    excluded, matters = one.counts["excluded"], one.counts["matters"]
    if not excluded or matters is None:
        return _count(excluded)
    return f"{excluded} ({excluded / (matters + excluded):.1%})"


def _places(one: Ranked) -> str:
    if one.place_from is None or one.place_from == one.place_to:
        return ""
    return _("between place %(first)s and %(last)s") % {
        "first": one.place_from,
        "last": one.place_to,
    }


def _apart(one: Ranked) -> str:
    if one.tied:
        return _("tied")
    return _("not distinguishable from the next") if one.apart is False else ""


def _corrected(card: Card, one: Ranked) -> str:
    after = card.corrected.get(one.code)
    if after is None:
        return ""
    for name, label in COMPARED.items():
        rates = (getattr(each.figures.rates, name) for each in (one, after))
        was, is_ = map(_points, rates)
        if was != is_:
            return f"{label} {was} → {is_}"
    was, is_ = (_count(each.counts["matters"]) for each in (one, after))
    return f"{_('Matters')} {was} → {is_}" if was != is_ else _("unchanged")


COMPARED: Words = {
    "composite": gettext_lazy("Score"),
    "response": gettext_lazy("Response"),
    "solution": gettext_lazy("Solution"),
    "satisfaction": gettext_lazy("Satisfaction"),
}


def _points(value: float | None) -> str:
    return "—" if value is None else f"{value * WIDE:.1f}"


def _bar(value: float | None, interval: Interval | None, sample: int | None) -> Bar | None:
    if value is None or interval is None:
        return None
    low, high = (round(limit * WIDE, 1) for limit in interval)
    says = _("%(value)s, between %(low)s and %(high)s, of %(sample)s") % {
        "value": _points(value), "low": low, "high": high, "sample": sample,
    }  # fmt: skip
    width = max(0.8, round(high - low, 1))
    at = min(round(value * WIDE, 1), WIDE - MARK)
    return Bar(_points(value), str(low), str(width), str(at), says, str(sample))


def _stars(stars: Stars | None, now: datetime) -> str:
    if stars is None:
        return ""
    if stars.sealed_until is not None:
        return _("sealed until %(day)s") % {"day": dates.day(stars.sealed_until, now)}
    if stars.mean is None:
        return _("too few to show")
    return f"{stars.mean:.2f} ({stars.given})"


def verdicts(row: Judged, grounds: Mapping[str, str], *, blind: bool) -> list[str]:
    """What one matter counts as, in words; what the person said stays closed to the rated line."""
    found = [_("excluded: %(ground)s") % {"ground": grounds.get(row.excluded, row.excluded)}
             if row.excluded else ""]  # fmt: skip
    if row.outside:
        return [*filter(None, found), words.of(words.STAGES, row.outside)]
    found += [
        _("answered") if row.answered else _("not answered"),
        {True: _("on time"), False: _("overdue"), None: ""}[row.on_time],
        {False: _("contacted late or never")}.get(row.contact_on_time, "")
        if row.contact_on_time is not None else "",
        _("a date was set by note") if row.date_set else "",
        _("sent back %(n)s times") % {"n": row.sent_back} if row.sent_back else "",
        _("explained only") if row.explained else "",
    ]  # fmt: skip
    if not blind:
        found += _said(row)
    return [one for one in found if one]


def _said(row: Judged) -> list[str]:
    if not row.called:
        return [_("not called back")]
    if not row.reached:
        return [_("called, not reached")]
    return [
        _("solved and verified") if row.solved else _("not solved"),
        {True: _("content"), False: _("not content"), None: ""}[row.satisfied],
    ]


def sieves(card: Card) -> list[tuple[str, object]]:
    """What a figure may be opened to; what the person said, not by the rated line."""
    closed = () if card.seen == ALL else TOLD_BY_THE_PERSON
    return [(code, label) for code, label in SIEVES.items() if code and code not in closed]


def window(card: Card, now: datetime) -> dict[str, object]:
    """The time for objections with its arithmetic."""
    run, within = card.run, card.mechanism.score.objection_within
    if run.objections_until is None or within is None:
        return {}
    over = now > run.objections_until
    cells = daystrip.strip(card.days, local(now).date(), _("run"))
    return {
        "until": dates.moment(run.objections_until, now),
        "over": over,
        "cells": daystrip.shortened(cells),
        "sentences": [
            _("Made %(day)s; units may object within %(limit)s, counted from the next day.")
            % {"day": dates.day(run.made_at, now), "limit": dates.span(within)},
            *filter(None, [arithmetic.skipped(card.days)]),
        ],
    }


def last_day(until: datetime) -> str:
    """The last day of a period that ends before a moment."""
    return dates.full(until - timedelta(seconds=1))
