"""The command `bihuan` and its commands."""

import click
from django.utils.translation import gettext_noop as noop

from bihuan import __version__
from bihuan.cli.account import account
from bihuan.cli.calendar import calendar
from bihuan.cli.deadline import deadline
from bihuan.cli.exporting import export
from bihuan.cli.importing import import_
from bihuan.cli.job import job
from bihuan.cli.journal import journal
from bihuan.cli.keeping import backup, restore
from bihuan.cli.ledger import ledger
from bihuan.cli.matter import matter
from bihuan.cli.mechanism import mechanism
from bihuan.cli.neighbours import neighbours
from bihuan.cli.paper import paper
from bihuan.cli.routing import routing
from bihuan.cli.score import score
from bihuan.cli.serving import demo, serve
from bihuan.cli.setting_up import setup
from bihuan.cli.sweep import sweep
from bihuan.cli.unit import unit
from bihuan.cli.wording import LANGUAGES, Spoken, option


@click.group(
    cls=Spoken,
    help=noop(
        "Run the working mechanisms of a county as closed loops.\n\n"
        "A refusal is one sentence on the error stream and exit status 2. With --json, lists are "
        "one object a line, and single results one object."
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=noop("The language of sentences; Chinese unless LANG begins with en."),
)
@click.version_option(__version__, prog_name="bihuan")
def cli(language: str | None) -> None:
    """Chooses the language only; `Spoken` reads it."""


for command in (import_, export, neighbours):
    matter.add_command(command)
for command in (
    setup, demo, serve, account, unit, mechanism, matter, sweep, deadline, calendar, job, journal,
    paper, score, ledger, backup, restore,
):  # fmt: skip
    cli.add_command(command)
cli.add_command(routing)
