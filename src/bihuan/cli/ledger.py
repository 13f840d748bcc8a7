"""`bihuan ledger`: what the columns of an office's spreadsheet would mean."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import declarations, moments, operator, printing
from bihuan.cli.wording import Commands, Told, json_option, option, said_of
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.ledgers import giving
from bihuan.matters.queries import versions

_PATH = click.Path(path_type=Path, dir_okay=False)


@click.group(cls=Commands, help=noop("Ledgers: what their columns mean."))
def ledger() -> None:
    """Holds its command only."""


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
