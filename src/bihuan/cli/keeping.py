"""`bihuan backup` and `bihuan restore`: the installation as one file."""

from collections.abc import Mapping
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, printing
from bihuan.cli.house import House
from bihuan.cli.serving import backup_before_migration
from bihuan.cli.wording import EXIT_FAULT, Told, json_option, option
from bihuan.registers.journal import verification

_PATH = click.Path(path_type=Path, dir_okay=False)


@click.command(
    cls=Told,
    help=noop(
        "Write the installation to one file: its rows, its files, its secret, the digest of each."
        "\n\n"
        "May run while it is served. Keep the file as you would keep the installation: whoever "
        "has it can read what is in it. --without-secret leaves the secret out: then keep "
        "BIHUAN_HOME/secret.key elsewhere, for without it telephone numbers cannot be opened and "
        "the file cannot be put back on another machine."
    ),
)
@click.argument("target", metavar="FILE", type=_PATH)
@option(
    "--with-secret/--without-secret",
    default=True,
    help=noop("Whether the secret of the installation goes in."),
)
@json_option
@click.pass_obj
def backup(house: House, target: Path, *, with_secret: bool, as_json: bool) -> None:
    """Whole or not at all."""
    house.check_ready()
    manifest = house.back_up(target, with_secret=with_secret, now=moments.now())
    if as_json:
        printing.one({"file": str(target), **manifest})
    else:
        said = _("Backed up to {path}: {count} parts.")
        click.echo(said.format(path=target, count=_count(manifest)))


@click.command(
    cls=Told,
    help=noop(
        "Put the installation back as it was when FILE was written, then verify its journal.\n\n"
        "Every digest is checked before anything is touched. An installation that holds something "
        "is replaced only with --force, and is backed up to the folder backups first. Exit status "
        "1 where the journal that was put back does not hold."
    ),
)
@click.argument("source", metavar="FILE", type=_PATH)
@option("--force", is_flag=True, help=noop("Replace what is here."))
@json_option
@click.pass_obj
def restore(house: House, source: Path, *, force: bool, as_json: bool) -> None:
    """All or nothing; tables of an older version are brought up to date afterwards."""
    now = moments.now()
    manifest = house.restore(source, force=force, now=now)
    house.prepare(backup=lambda: backup_before_migration(house))
    report = verification.verify()
    if as_json:
        printing.one({**manifest, "verified": report.ok, "entries": report.entries})
    else:
        said = _("Restored what was backed up at {moment}: {count} parts.")
        click.echo(said.format(moment=manifest["made_at"], count=_count(manifest)))
        if manifest.get("kept"):
            click.echo(_("What was here before is kept in {path}").format(path=manifest["kept"]))
        click.echo(
            _("The journal holds: {entries} entries.").format(entries=report.entries)
            if report.ok
            else _("The journal does not hold. Run bihuan journal verify.")
        )
    if not report.ok:
        click.get_current_context().exit(EXIT_FAULT)


def _count(manifest: Mapping[str, object]) -> int:
    members = manifest.get("members")
    return len(members) if isinstance(members, Mapping) else 0
