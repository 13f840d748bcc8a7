"""`bihuan score`: the figures of a period, each with the sample it rests on."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, printing, runs
from bihuan.cli.house import House
from bihuan.cli.wording import Commands, json_option, option
from bihuan.matters.queries import scores

_HEADINGS = (
    noop("group"), noop("matters"), noop("answered"), noop("on time"), noop("overdue"),
    noop("called"), noop("solved"), noop("explained"), noop("composite"), noop("name"),
)  # fmt: skip
_NOBODY = noop("not assigned yet")
_WIDTHS = (24, 8, 9, 8, 8, 8, 8, 9, 9)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    help=noop(
        "Count the matters received in a period, by unit, mechanism or region.\n\n"
        "The first line is the whole, the last what is assigned to nobody yet; the groups add up "
        "to the whole. Solved counts what was verified as solved; explanations "
        "stand beside it. answered_after counts answers that took more than so many elapsed days, "
        "which is not the same as overdue.\n\n"
        "The commands below keep such figures as a run that is contested, published, corrected."
    ),
)
@option("--from", "since", type=moments.Moment(), help=noop("Received from this moment on."))
@option(
    "--to", "until", type=moments.Moment(after=True), help=noop("Up to this day, itself included.")
)
@option(
    "--by",
    type=click.Choice(sorted(scores.BY)),
    default="unit",
    show_default=True,
    help=noop("What is counted together."),
)
@option("--mechanism", default="", help=noop("Of this mechanism only."))
@json_option
@click.pass_context
def score(
    ctx: click.Context,
    *,
    since: datetime | None,
    until: datetime | None,
    by: str,
    mechanism: str,
    as_json: bool,
) -> None:
    """Statistics: no title, no text, no person, no restricted matter."""
    house: House = ctx.obj
    if ctx.invoked_subcommand is not None:
        return
    house.check_ready()
    matters = scores.statistics()
    if mechanism:
        matters = matters.filter(mechanism=mechanism)
    lines = scores.score(matters, scores.Period(since, until), by=by, now=moments.now())
    if as_json:
        printing.each(_object(line, by) for line in lines)
    else:
        printing.columns(_table(lines), _WIDTHS)


def _object(line: scores.Line, by: str) -> dict[str, object]:
    return {
        by: line.code or None,
        "line": line.kind,
        "name": line.name,
        **asdict(line.counts),
        "answered_after": {str(days): count for days, count in line.answered_after.items()},
        "longest_days": line.longest_days,
        "rates": {name: _rounded(rate) for name, rate in asdict(line.rates).items()},
    }


def _rounded(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 4)


def _table(lines: list[scores.Line]) -> Iterator[tuple[object, ...]]:
    yield tuple(_(heading) for heading in _HEADINGS)
    for line in lines:
        counts = line.counts
        yield (
            line.code or _(_NOBODY if line.kind == scores.UNASSIGNED else "all"),
            counts.matters, counts.answered, counts.on_time,
            counts.overdue, counts.called_back, counts.solved, counts.explained,
            "" if line.rates.composite is None else f"{line.rates.composite:.4f}", line.name,
        )  # fmt: skip


for command in runs.COMMANDS:
    score.add_command(command)
