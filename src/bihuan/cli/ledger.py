"""`bihuan ledger`: what a spreadsheet's columns would mean, and if its flags are true."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import declarations, moments, operator, printing
from bihuan.cli.wording import Commands, Told, json_option, option, said_of
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.ledgers import giving
from bihuan.matters.queries import versions
from bihuan.matters.rules import claims, maps, tables

_PATH = click.Path(path_type=Path, dir_okay=False)


@click.group(cls=Commands, help=noop("Ledgers: what their columns mean."))
def ledger() -> None:
    """Holds its commands only."""


@ledger.command(
    cls=Told,
    help=noop(
        "Propose a map for an office's spreadsheet: which column means what.\n\n"
        "The header is found by itself. With --json the map is printed as `matter import --map` "
        "reads it; write it to a file, correct it there, and take the spreadsheet in with it."
    ),
)
@click.argument("file", type=_PATH)
@option("--mechanism", default="", help=noop("Under which mechanism; the only one otherwise."))
@option("--region", default="", help=noop("The region, where there are several."))
@json_option
def propose(file: Path, *, mechanism: str, region: str, as_json: bool) -> None:
    """Nothing is written."""
    home = operator.region(region)
    found = versions.in_force(home)
    if not mechanism and len(found) != 1:
        raise Refused("ledger.mechanism-unclear", codes="、".join(each.code for each in found))
    version = versions.current(home, mechanism or found[0].code)
    data = declarations.read_file(file)
    proposal = giving.propose(
        data, file.name, version, unit=versions.compiled(version.pk).owner, now=moments.now()
    )
    if as_json:
        printing.one(proposal.shape.model_dump(mode="json", exclude_defaults=True))
        return
    for column in proposal.columns:
        if column.heading:
            examples = "; ".join(column.examples)
            click.echo(f"{column.heading}\t{column.meaning or '—'}\t{examples}")
    for why in proposal.file.said:
        click.echo(said_of(why), err=True)
    told = _("{rows} rows; the ledger speaks of {day}.")
    click.echo(told.format(rows=proposal.file.rows, day=proposal.file.as_of))


@ledger.command(
    cls=Told,
    help=noop(
        "Hold a flag a file keeps, such as overdue, against the dates of its rows.\n\n"
        "The map names the flag under `claims`, with the words that mean overdue and those that "
        "do not, and the columns of due_at and replied_at. Rows that disagree are listed; an "
        "unanswered row is overdue where its date is past at --as-of. Nothing is written."
    ),
)
@click.argument("file", type=_PATH)
@option("--map", "map_path", type=_PATH, required=True, help=noop("Which column holds what."))
@option("--as-of", "as_of", type=moments.Moment(), help=noop("The moment the file speaks of."))
@json_option
def compare(file: Path, *, map_path: Path, as_of: datetime | None, as_json: bool) -> None:
    """One line for each row that disagrees, then the counts."""
    shape = maps.read_map(declarations.read_file(map_path))
    if shape.claims is None:
        raise Refused("map.key-missing", key="claims")
    if "due_at" not in shape.columns:
        raise Refused("map.key-missing", key="columns.due_at")
    found = tables.read(declarations.read_file(file), shape.wanted)
    compared = claims.compare(found, shape, shape.claims, as_of or moments.now())
    rows = (*compared.answered, *compared.unanswered)
    if as_json:
        printing.each(_disagreement(each) for each in rows)
        return
    for each in rows:
        flag = each.claimed or _("(empty)")
        printing.columns([(str(each.row), each.key, flag, moments.shown(each.due_at),
                           moments.shown(each.replied_at))], (8, 20, 12, 18))  # fmt: skip
    told = _(
        "{given} rows: {agreeing} agree, {undated} have no due date, {unclaimed} a flag the map "
        "does not explain; {answered} answered and {unanswered} unanswered ones disagree."
    )
    counts = {"answered": len(compared.answered), "unanswered": len(compared.unanswered)}
    facts = {
        name: getattr(compared, name) for name in ("given", "agreeing", "undated", "unclaimed")
    }
    click.echo(told.format(**facts, **counts))


def _disagreement(found: claims.Disagreement) -> dict[str, object]:
    return {
        "row": found.row, "key": found.key, "claimed": found.claimed, "overdue": found.overdue,
        "due_at": found.due_at, "replied_at": found.replied_at,
    }  # fmt: skip
