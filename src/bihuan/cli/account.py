"""`bihuan account`: who may sign in, and the passwords the administrator hands out."""

import csv
import os
import secrets
from pathlib import Path

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import declarations, moments, operator, printing
from bihuan.cli.house import House
from bihuan.cli.wording import Commands, json_option, option
from bihuan.kernel.refused import Refused
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties.queries import accounts

_PATH = click.Path(path_type=Path, dir_okay=False)
_WIDTHS = (16, 10, 10, 26)
# Read from a slip of paper: neither 0 nor o, neither 1 nor l.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


@click.group(cls=Commands, help=noop("Accounts: list them, give passwords, close one."))
@click.pass_obj
def account(house: House) -> None:
    """Accounts are rows: the tables must be there."""
    house.check_ready()


@account.command("list", help=noop("List the accounts: who may sign in, and for which unit."))
@json_option
def list_(*, as_json: bool) -> None:
    """By name; without telephone numbers."""
    found = accounts.listed(moments.now().date())
    if as_json:
        printing.each(found)
        return
    printing.columns(
        (
            (each["username"], each["administers"], _state(each), each["unit"], each["name"])
            for each in found
        ),
        _WIDTHS,
    )


def _state(each: dict[str, object]) -> str:
    if not each["open"]:
        return _("closed")
    return "" if each["password"] else _("no password")


@account.command(
    help=noop(
        "Set the password of one account.\n\n"
        "It is asked for twice, or read from the first line of --password-file."
    )
)
@click.argument("username")
@option("--password-file", type=_PATH, help=noop("The file whose first line is the password."))
def password(username: str, *, password_file: Path | None) -> None:
    """A recorded act; the password is not recorded."""
    found = accounts.account_called(username)
    given = strong(_given(username, password_file), username)
    registers.set_password(found, password=given, by=operator.CONSOLE, now=moments.now())
    click.echo(_("{username} has a new password.").format(username=found.username))


def _given(username: str, path: Path | None) -> str:
    if path is None:
        said = _("Password of {username}").format(username=username)
        typed: str = click.prompt(said, hide_input=True, confirmation_prompt=True)
        return typed
    lines = declarations.read_file(path).decode("utf-8").splitlines()
    if not lines or not lines[0]:
        raise Refused("setup.password-missing", username=username, path=str(path))
    return lines[0]


def strong(given: str, username: str) -> str:
    """The password, if it will do; refuses `setup.password-weak`."""
    try:
        validate_password(given)
    except ValidationError as weak:
        raise Refused(
            "setup.password-weak", username=username, why=" ".join(weak.messages)
        ) from weak
    return given


@account.command(
    help=noop(
        "Give a first password to every account that has none, and write them to a new file.\n\n"
        "The file has a line for each: unit, name, account, password. Only you can read it: cut "
        "it into slips, hand them out, delete it. Whoever signs in sets up a second factor and "
        "may change the password. Broken off, the command goes on with those that have none."
    )
)
@click.argument("target", metavar="FILE", type=_PATH)
@json_option
def passwords(target: Path, *, as_json: bool) -> None:
    """Each account by itself, its line in the file before its password is in force."""
    if target.exists():
        raise Refused("file.exists", path=str(target))
    waiting = accounts.without_password(moments.now().date())
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as stream:
        slips = csv.writer(stream)
        slips.writerow([_("unit"), _("name"), _("account"), _("password")])
        for found, unit in waiting:
            given = "".join(secrets.choice(_ALPHABET) for _each in range(12))
            slips.writerow([unit, found.person and found.person.name, found.username, given])
            stream.flush()
            registers.set_password(found, password=given, by=operator.CONSOLE, now=moments.now())
    if as_json:
        printing.one({"given": len(waiting), "file": str(target)})
    else:
        said = _("{count} accounts were given a first password: {path}")
        click.echo(said.format(count=len(waiting), path=target))


@account.command(help=noop("Close an account: nobody signs in with it any more."))
@click.argument("username")
def close(username: str) -> None:
    """A recorded act; what was done under it stays."""
    found = accounts.account_called(username)
    registers.close_account(found, by=operator.CONSOLE, now=moments.now())
    click.echo(_("{username} is closed.").format(username=found.username))
