"""`bihuan routing`: learn suggestions of unit and class, and show how they serve."""

from collections.abc import Iterator

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, operator, printing
from bihuan.cli.house import House
from bihuan.cli.wording import Commands, Told, json_option
from bihuan.matters.actions.suggesting import learning
from bihuan.matters.queries.suggesting import lessons, precision
from bihuan.matters.queries.suggesting.precision import Standing

_WIDTHS = (28, 8, 10, 8, 8, 8, 9)
_HEADINGS = (
    noop("mechanism"), noop("what"), noop("letters"), noop("first"), noop("three"),
    noop("shown"), noop("followed"),
)  # fmt: skip


@click.group(
    cls=Commands, help=noop("Suggestions of unit and class, learnt from answered matters.")
)
@click.pass_obj
def routing(house: House) -> None:
    """The tables must be there."""
    house.check_ready()


@routing.command(
    cls=Told,
    help=noop(
        "Learn anew from the answered matters of a mechanism, or of all that declare it.\n\n"
        "`bihuan serve` does this each night. The same matters teach the same and change nothing."
    ),
)
@click.argument("mechanism", required=False, default="")
@json_option
def learn(*, mechanism: str, as_json: bool) -> None:
    """One line for each thing learnt."""
    rows = [
        {"mechanism": code, "what": one.what, "outcome": one.outcome, "letters": one.letters,
         "figures": one.learnt.figures if one.learnt else None}
        for code in ([mechanism] if mechanism else lessons.declaring())
        for one in learning.learn(code, by=operator.CONSOLE, now=moments.now())
    ]  # fmt: skip
    if as_json:
        printing.each(rows)
    else:
        said = {"learnt": _("learnt"), "unchanged": _("unchanged"), "too-few": _("too few")}
        for row in rows:
            click.echo(
                f"{row['mechanism']} {row['what']}: {said[str(row['outcome'])]}, {row['letters']}"
            )


@routing.command(
    cls=Told,
    help=noop(
        "Show what was learnt, how right it was on letters held out, and how it was followed."
    ),
)
@json_option
def show(*, as_json: bool) -> None:
    """Counts and figures, no letter."""
    found = [(code, one) for code in lessons.declaring() for one in precision.standing(code)]
    if as_json:
        printing.each(_object(code, one) for code, one in found)
    else:
        printing.columns(_table(found), _WIDTHS)


def _object(code: str, one: Standing) -> dict[str, object]:
    return {
        "mechanism": code, "what": one.learnt.what, "letters": one.learnt.letters,
        "until": one.learnt.until.isoformat(), "made_at": one.learnt.made_at.isoformat(),
        "learnt_from": one.learnt.learnt_from, "sha256": one.learnt.sha256,
        "figures": one.learnt.figures, "taken": one.taken.as_json(),
    }  # fmt: skip


def _table(found: list[tuple[str, Standing]]) -> Iterator[tuple[object, ...]]:
    yield tuple(_(heading) for heading in _HEADINGS)
    for code, one in found:
        figures = one.learnt.figures
        yield (
            code, one.learnt.what, one.learnt.letters, f"{figures['first']:.2f}",
            f"{figures['three']:.2f}", one.taken.offered, one.taken.first,
        )  # fmt: skip
