"""`bihuan setup`: the first administrators, the region, its units and people, its mechanisms."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import account, declarations, moments, operator, printing
from bihuan.cli.house import House
from bihuan.cli.serving import backup_before_migration
from bihuan.cli.wording import Told, json_option, option, said_of
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import publishing
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties import sheet
from bihuan.registers.parties.actions import administrators
from bihuan.registers.parties.queries import accounts
from bihuan.registers.parties.rules import codes
from bihuan.registers.parties.rules.directory import RegionFacts

_PATH = click.Path(path_type=Path, dir_okay=False)
Facts = dict[str, object]


@click.command(
    cls=Told,
    help=noop(
        "Set up: tables, region, units and people, administrators, mechanisms.\n\n"
        "Asked again it changes only what is new. Rejected rows of the sheet come back as a file "
        "of the same shape beside it, with the reason; corrected, it goes in again. The three "
        "administrators are kept apart and read no matters; each sets a second factor up at the "
        "first sign-in."
    ),
)
@option("--region", default="", help=noop("The code of the region (GB/T 2260), such as 430203."))
@option("--region-name", default="", help=noop("For a zone with a code of its own: its name."))
@option("--sheet", "sheet_path", type=_PATH, help=noop("Units, posts, people: .xlsx, .xls, .csv."))
@option("--admin", default="", help=noop("The name of the system administrator's account."))
@option("--security-admin", default="", help=noop("That of the security administrator's."))
@option("--audit-admin", default="", help=noop("That of the audit administrator's."))
@option(
    "--password-file",
    type=_PATH,
    help=noop("Their passwords, a line each, in the order system, security, audit."),
)
@option(
    "--publish",
    default="",
    help=noop("Shipped mechanisms or files to put into force, with commas between them."),
)
@json_option
@click.pass_obj
def setup(  # noqa: PLR0913 - one argument for each option
    house: House,
    *,
    region: str,
    region_name: str,
    sheet_path: Path | None,
    admin: str,
    security_admin: str,
    audit_admin: str,
    password_file: Path | None,
    publish: str,
    as_json: bool,
) -> None:
    """Each part stands by itself: one that is refused leaves those before it in place."""
    house.prepare(backup=lambda: backup_before_migration(house))
    now = moments.now()
    done: Facts = {}
    home = _region(region or _asked_region(), region_name, now)
    done["region"] = home
    if sheet_path is not None:
        done["sheet"] = _sheet(sheet_path, home, now)
    names = {"system": admin, "security": security_admin, "audit": audit_admin}
    if not any(names.values()) and not _administrators():
        names["system"] = click.prompt(_("Name of the system administrator's account"))
    done["administrators"] = _open(names, _passwords(names, password_file), now)
    done["published"] = [_publish(word, home, now) for word in publish.split(",") if word.strip()]
    if as_json:
        printing.one(done)
    else:
        _tell(done)


def _asked_region() -> str:
    regions = parties.all_regions()
    if regions:
        return operator.region("")
    asked: str = click.prompt(_("Code of the region (GB/T 2260), such as 430203"))
    return asked


def _region(code: str, name: str, now: datetime) -> str:
    """The region on record, put there first where it is the installation's first."""
    known = {each.code for each in parties.all_regions()}
    if code in known:
        return code
    if known:
        raise Refused("region.not-here", region=code)
    if name:
        facts = RegionFacts(code, name, "county")
    else:
        today = now.date()
        code = codes.check_code(code, today)
        facts = RegionFacts(code, codes.name_of(code, today), codes.span_of(code, today).level)
    registers.record_region(facts, by=operator.CONSOLE, now=now)
    return code


def _sheet(path: Path, home: str, now: datetime) -> Facts:
    read = sheet.read(declarations.read_file(path))
    done = registers.set_up(read, home=home, by=operator.CONSOLE, now=now)
    kept: Facts = {
        "given": done.given,
        "accepted": done.accepted,
        "rejected": len(done.rejected),
        "made": dict(done.made),
        "rejected_file": None,
    }
    if done.rejected:
        kind = "csv" if path.suffix.lower() == ".csv" else "xlsx"
        target = path.with_name(f"{path.stem}.rejected.{kind}")
        target.write_bytes(sheet.rejected_file(read, done.rejected, kind=kind, say=said_of))
        kept["rejected_file"] = str(target)
        for row in done.rejected:
            click.echo(f"{row.place}: {said_of(row.why)}", err=True)
    return kept


def _administrators() -> bool:
    return accounts.somebody_administers("system")


def _passwords(names: dict[str, str], path: Path | None) -> Callable[[str], str]:
    """Where the password of a role comes from: the file, line by line, or the keyboard."""
    if path is None:
        return lambda role: _typed(names[role])
    lines = declarations.read_file(path).decode("utf-8").splitlines()
    waiting = dict(zip((role for role in names if names[role]), lines, strict=False))

    def of(role: str) -> str:
        if not waiting.get(role):
            raise Refused("setup.password-missing", username=names[role], path=str(path))
        return waiting[role]

    return of


def _typed(username: str) -> str:
    said = _("Password of {username}").format(username=username)
    found: str = click.prompt(said, hide_input=True, confirmation_prompt=True)
    return found


def _open(names: dict[str, str], password_of: Callable[[str], str], now: datetime) -> list[Facts]:
    return [_account(role, names[role], password_of, now) for role in names if names[role]]


def _account(role: str, username: str, password_of: Callable[[str], str], now: datetime) -> Facts:
    """The account of an administrator; one that is there already keeps its password."""
    facts: Facts = {"role": role, "username": username, "made": False}
    held = accounts.role_of(username)
    if held == role:
        return facts
    if held is not None:
        raise Refused("account.exists", username=username)
    password = account.strong(password_of(role), username)
    administrators.open_administrator(
        username, administers=role, password=password, by=operator.CONSOLE, now=now
    )
    return {**facts, "made": True}


def _publish(word: str, region: str, now: datetime) -> str:
    found = declarations.to_publish(word.strip())
    kept = publishing.publish(found.body, region=region, by=operator.CONSOLE, now=now)
    return f"{kept.code}@{kept.version}"


def _tell(done: Facts) -> None:
    click.echo(_("Region: {region}").format(region=done["region"]))
    told = done.get("sheet")
    if isinstance(told, dict):
        said = _("Sheet: {given} rows given, {accepted} accepted, {rejected} rejected.")
        click.echo(said.format(**told))
        if told["rejected_file"]:
            click.echo(_("The rejected rows: {path}").format(path=told["rejected_file"]))
    _tell_accounts(done["administrators"])
    for name in _listed(done["published"]):
        click.echo(_("In force: {name}").format(name=name))


def _tell_accounts(found: object) -> None:
    for each in _listed(found):
        if isinstance(each, dict) and each["made"]:
            said = _("Account {username} ({role}) opened; it sets up TOTP at the first sign-in.")
        else:
            said = _("Account {username} ({role}) was there already; nothing changed.")
        if isinstance(each, dict):
            click.echo(said.format(**each))


def _listed(found: object) -> Sequence[object]:
    return found if isinstance(found, list) else ()
