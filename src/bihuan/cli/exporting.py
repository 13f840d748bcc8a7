"""`bihuan matter export`: the matters an account may read as a table."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, operator
from bihuan.cli.house import House
from bihuan.cli.sought import sought_options
from bihuan.cli.wording import Told, option
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.exports import writing
from bihuan.matters.queries import ledger, listing
from bihuan.matters.queries.exports import choosing, columns
from bihuan.registers.sheets import safe

_ENDINGS = (".csv", ".xlsx")
_MOST_ROWS = 1_048_575  # of one sheet, below its header


@click.command(
    cls=Told,
    help=noop(
        "Write matters to a table: .xlsx or .csv by the ending of FILE.\n\n"
        "They are the matters the account may read, without letters and persons; numbers of "
        "people in titles are starred, and no cell is a formula. Titles a person wrote may still "
        "name somebody: pass the file on as you would the matters."
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@sought_options
@option("--as", "username", required=True, help=noop("The account that exports."))
@option("--post", default=None, help=noop("Through this post, of several held."))
@option(
    "--for-editing",
    is_flag=True,
    help=noop(
        "A workbook in the columns this post chose last, which can be edited and brought back."
    ),
)
@click.pass_obj
def export(
    house: House,
    file: Path,
    *,
    sought: listing.Sought,
    username: str,
    post: str | None,
    for_editing: bool,
) -> None:
    """Streams into a file that must not be there yet."""
    if file.suffix.lower() not in _ENDINGS:
        raise Refused(
            "file.type-not-taken", ending=file.suffix or file.name, taken="、".join(_ENDINGS)
        )
    if file.exists():
        raise Refused("file.exists", path=str(file))
    actor = operator.acting_as(username, post)
    if for_editing:
        count = _for_editing(house, file, sought, actor)
    else:
        rows = listing.readable(sought, actor, now=moments.now())
        count = (_xlsx if file.suffix.lower() == ".xlsx" else _csv)(file, rows)
    click.echo(_("{count} matters written to {path}").format(count=count, path=file))


def _for_editing(house: House, file: Path, sought: listing.Sought, actor: Actor) -> int:
    """The list the page would write, entered in the journal like it."""
    if file.suffix.lower() != ".xlsx":
        raise Refused("file.type-not-taken", ending=file.suffix, taken=".xlsx")
    if sought.limit:
        raise click.UsageError(_("--limit does not go with --for-editing."))
    sieve = ledger.Sieve(
        stage=sought.stage or "", mechanism=sought.mechanism, unit=sought.unit,
        overdue=sought.overdue, since=sought.since, until=sought.until,
    )  # fmt: skip
    wanted = writing.Wanted(
        choosing.Wish(sieve), columns.remembered(actor.post), house.word
    )  # fmt: skip
    done = writing.write(
        file, wanted, by=actor, now=moments.now(), progress=lambda _done, _total: None
    )
    return done.rows


_Rows = Iterator[dict[str, object]]
_COLUMNS = (*listing.STATISTICS, *listing.TEXTS)


def _csv(path: Path, rows: _Rows) -> int:
    count = 0
    # The mark tells a spreadsheet that it is UTF-8.
    with path.open("x", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_COLUMNS)
        for row in rows:
            writer.writerow([safe(_cell(row[name])) for name in _COLUMNS])
            count += 1
    return count


def _xlsx(path: Path, rows: _Rows) -> int:
    count = 0
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, _COLUMNS)
        for row in rows:
            count += 1
            if count > _MOST_ROWS:
                raise Refused("file.rows-too-many", path=str(path), most=_MOST_ROWS)
            for column, name in enumerate(_COLUMNS):
                sheet.write_string(count, column, _cell(row[name]))
    return count


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return moments.shown(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
