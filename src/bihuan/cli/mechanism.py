"""`bihuan mechanism`: declarations listed, shown, checked and published."""

from pathlib import Path

import click
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from bihuan.cli import declarations, moments, operator, printing
from bihuan.cli.house import House
from bihuan.cli.wording import (
    EXIT_REFUSED,
    LANGUAGES,
    Commands,
    fault_line,
    json_option,
    option,
)
from bihuan.matters.actions import publishing
from bihuan.matters.queries import editions
from bihuan.mechanisms import checker, differing, library
from bihuan.mechanisms.faults import ERROR, Fault
from bihuan.registers.parties import queries as parties

_WIDTHS = (28, 12, 20, 8)
region_option = option("--region", default="", help=noop("The region, where there are several."))


@click.group(
    cls=Commands,
    help=noop(
        "Mechanisms: list, show, check, compare, publish.\n\n"
        "A mechanism is named as CODE (the version in force), CODE@VERSION, the name of a shipped "
        "one, or a file."
    ),
)
def mechanism() -> None:
    """Holds its commands only."""


@mechanism.command(
    "list",
    help=noop("List the published versions, or with --library those that are shipped."),
)
@region_option
@option("--library", "shipped", is_flag=True, help=noop("The shipped mechanisms."))
@json_option
@click.pass_obj
def list_(house: House, *, region: str, shipped: bool, as_json: bool) -> None:
    """The versions in the order of publication; the one in force is marked."""
    if shipped:
        rows = [declarations.shipped(name) for name in library.names()]
    else:
        house.check_ready()
        rows = list(editions.published(operator.region(region) if region else ""))
    if as_json:
        printing.each(rows)
        return
    printing.columns((_line(row) for row in rows), _WIDTHS)


def _line(row: dict[str, object]) -> tuple[object, ...]:
    mark = _("in force") if row.get("in_force") else ""
    return row["code"], row["version"], row["owner"], mark, row["title"]


@mechanism.command(help=noop("Show a mechanism: the very bytes that are in force."))
@click.argument("which", metavar="CODE")
@region_option
@json_option
@click.pass_obj
def show(house: House, which: str, *, region: str, as_json: bool) -> None:
    """The file itself; with JSON what it declares in short."""
    found = declarations.named(house, which, region)
    if as_json:
        printing.one(declarations.summary(*found))
    else:
        click.echo(found.body)


@mechanism.command(
    help=noop(
        "Check files as a lawyer would: every fault with its line, the reason and the remedy.\n\n"
        "Needs no database, unless --units asks whether the units are on record. Exit status 2 "
        "when a file cannot be published; warnings do not keep it from that."
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@option("--units", "with_units", is_flag=True, help=noop("Also whether its units are on record."))
@json_option
@click.pass_obj
def check(house: House, files: tuple[Path, ...], *, with_units: bool, as_json: bool) -> None:
    """Every finding of every file."""
    if with_units:
        house.check_ready()
    units = units_on_record() if with_units else None
    errors = 0
    for path in files:
        faults = checker.examine(declarations.read_file(path), str(path), units)
        errors += sum(fault.level == ERROR for fault in faults)
        if as_json:
            printing.each(_finding(str(path), fault) for fault in faults)
        else:
            _tell(str(path), faults)
    if errors:
        click.get_current_context().exit(EXIT_REFUSED)


def units_on_record() -> dict[str, bool]:
    """The units a declaration may name, and whether each is an outside body."""
    return {unit.code: unit.external for unit in parties.all_units()}


def _tell(name: str, faults: tuple[Fault, ...]) -> None:
    for fault in faults:
        click.echo(fault_line(name, fault))
    errors = sum(fault.level == ERROR for fault in faults)
    said = ngettext("%(count)s error", "%(count)s errors", errors) % {"count": errors}
    warnings = len(faults) - errors
    also = ngettext("%(count)s warning", "%(count)s warnings", warnings) % {"count": warnings}
    click.echo(f"{name}: {said}, {also}")


def _finding(name: str, fault: Fault) -> dict[str, object]:
    return {
        "file": name,
        "line": fault.line,
        "column": fault.column,
        "path": fault.path,
        "level": fault.level,
        "code": fault.code,
        "facts": dict(fault.facts),
        "reason": fault.say("en"),
        "remedy": fault.remedy("en"),
    }


@mechanism.command(
    help=noop(
        "Say in words how two mechanisms differ: two versions, or the files of two counties.\n\n"
        "Each is CODE, CODE@VERSION, the name of a shipped mechanism, or a file."
    )
)
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@region_option
@json_option
@click.pass_obj
def diff(house: House, old: str, new: str, *, region: str, as_json: bool) -> None:
    """One sentence a difference; nothing where they declare the same."""
    before, after = (declarations.compiled(house, each, region) for each in (old, new))
    found = differing.changes(before, after)
    if as_json:
        printing.each(_difference(change) for change in found)
        return
    language = translation.get_language() or LANGUAGES[0]
    for change in found:
        click.echo(change.say(language))
    if not found:
        click.echo(_("They declare the same."))


def _difference(change: differing.Change) -> dict[str, object]:
    return {
        "what": change.what,
        "kind": change.kind,
        "name": change.name,
        "aspect": change.aspect,
        "old": None if change.old is None else differing.shown(change.old, differing.EN),
        "new": None if change.new is None else differing.shown(change.new, differing.EN),
        "sentence": change.say("en"),
    }


@mechanism.command(
    help=noop(
        "Publish a file, or a shipped mechanism by its name, as the version in force.\n\n"
        "The bytes are kept as they are; matters run to their end under the version that received "
        "them. The same bytes again change nothing."
    )
)
@click.argument("which", metavar="FILE")
@region_option
@json_option
@click.pass_obj
def publish(house: House, which: str, *, region: str, as_json: bool) -> None:
    """A recorded act; warnings are told and do not stop it."""
    house.check_ready()
    found = declarations.to_publish(which)
    checker.admit(found.body, found.name)
    for fault in checker.examine(found.body, found.name, units_on_record()):
        click.echo(fault_line(found.name, fault), err=True)
    kept = publishing.publish(
        found.body, region=operator.region(region), by=operator.CONSOLE, now=moments.now()
    )
    if as_json:
        printing.one(declarations.summary(f"{kept.code}@{kept.version}", found.body))
    else:
        said = _("{code} {version} is in force: {title}")
        click.echo(said.format(code=kept.code, version=kept.version, title=kept.title))
