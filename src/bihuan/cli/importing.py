"""`bihuan matter import`: a file of letters goes in, row by row."""

from collections.abc import Mapping
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import declarations, moments, operator, printing
from bihuan.cli.wording import Told, json_option, option, said_of
from bihuan.matters.actions import importing
from bihuan.matters.queries import versions
from bihuan.matters.rules import maps

_PATH = click.Path(path_type=Path, dir_okay=False)
_TOLD = 20  # faults shown on the screen; the file of rejected rows has all of them


@click.command(
    "import",
    cls=Told,
    help=noop(
        "Take matters in from a file: .csv, .xlsx, .xls or .jsonl, in gzip or not.\n\n"
        "A map file says which column holds what. With --replay the history the file tells is "
        "played through the kernel at its own dates; what the file does not say is marked as "
        "inferred and counts as verified nowhere. Rows taken in before are left as they are. "
        "Rejected rows come back as a file of the same shape with the reason beside each; "
        "corrected, it goes in again."
    ),
)
@click.argument("file", type=_PATH)
@option("--mechanism", required=True, help=noop("Under which mechanism, by its code."))
@option("--map", "map_path", type=_PATH, required=True, help=noop("Which column holds what."))
@option("--replay", is_flag=True, help=noop("Play the whole history, not the receipt alone."))
@option("--region", default="", help=noop("The region, where there are several."))
@option("--rejected", type=_PATH, help=noop("Where rejected rows go; beside the file otherwise."))
@option(
    "--beside",
    "beside",
    multiple=True,
    metavar="NAME=FILE",
    help=noop("A file the map names as beside this one; may be given more than once."),
)
@option("--as", "username", default="", help=noop("Act as this account, not as the console."))
@json_option
def import_(  # noqa: PLR0913 - one argument for each option
    file: Path,
    *,
    mechanism: str,
    map_path: Path,
    replay: bool,
    region: str,
    rejected: Path | None,
    beside: tuple[str, ...],
    username: str,
    as_json: bool,
) -> None:
    """A batch is one transaction: after a stop the same file goes on where it was."""
    shape = maps.read_map(declarations.read_file(map_path))
    version = versions.current(operator.region(region), mechanism)
    actor = operator.acting_as(username, None) if username else operator.CONSOLE
    done = importing.import_file(
        declarations.read_file(file),
        shape,
        version,
        by=actor,
        now=moments.now(),
        replay=replay,
        name=file.name,
        sides=declarations.read_beside(beside),
    )
    target = _keep_rejected(done, file, rejected) if done.rejected else None
    if as_json:
        printing.one({**done.counts(), "rejected_file": target and str(target)})
    else:
        _tell(done.counts(), target)


def _keep_rejected(done: importing.Imported, file: Path, rejected: Path | None) -> Path:
    for fault in done.rejected[:_TOLD]:
        click.echo(fault.sentence(said_of), err=True)
    if len(done.rejected) > _TOLD:
        more = _("{count} more rows were rejected; see the file.")
        click.echo(more.format(count=len(done.rejected) - _TOLD), err=True)
    stem = file.name.removesuffix(".gz").rpartition(".")[0] or file.name
    as_csv = ".csv" in file.name.lower() or not done.fits_workbook()
    kind = "csv" if as_csv else "xlsx"
    target = rejected or file.with_name(f"{stem}.rejected.{kind}")
    kind = "xlsx" if target.suffix == ".xlsx" else "csv"
    target.write_bytes(done.rejected_file(kind, said_of))
    return target


def _tell(counts: Mapping[str, int], target: Path | None) -> None:
    said = _(
        "{given} rows given: {accepted} accepted, {known} known already, {rejected} rejected; "
        "{moves} moves played, {repeats} proposed as repeats, "
        "{near} as much like an earlier one, {units_recorded} units recorded."
    )
    click.echo(said.format(**counts))
    if target is not None:
        click.echo(_("The rejected rows: {path}").format(path=target))
