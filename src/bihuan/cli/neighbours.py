"""`bihuan matter neighbours`: what is like a matter, and the keys it is found by made anew."""

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, operator, printing
from bihuan.cli.matter import as_option, post_option
from bihuan.cli.wording import Told, json_option, option
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.nearness import rebuilding
from bihuan.matters.queries import beside
from bihuan.registers.parties import queries as parties

_SHOWN = ("number", "kind", "share", "days", "stage")
_WIDTHS = (24, 12, 6, 5)


@click.command(
    "neighbours",
    cls=Told,
    help=noop(
        "List the matters like one, with the evidence, or make the keys of all anew.\n\n"
        "With --rebuild every key and every open proposal is made again, which takes some minutes "
        "for a million matters; stopped, the same command without --rebuild goes on. What a clerk "
        "has decided stands."
    ),
)
@click.argument("number", required=False, default="")
@option("--rebuild", is_flag=True, help=noop("Forget all keys first, and begin anew."))
@as_option
@post_option
@json_option
def neighbours(
    number: str, *, rebuild: bool, username: str, post: str | None, as_json: bool
) -> None:
    """One matter's neighbours, or the work on all."""
    if number:
        _list(number, username, post, as_json=as_json)
    else:
        _work(rebuild=rebuild, as_json=as_json)


def _list(number: str, username: str, post: str | None, *, as_json: bool) -> None:
    if not username:
        raise Refused("command.who-missing")
    with parties.one_reading():
        found = beside.beside(operator.acting_as(username, post), number, now=moments.now())
    rows = [
        {"number": one.matter.number, "stage": one.matter.stage, **one.evidence.facts()}
        for one in found
    ]
    if as_json:
        printing.each(rows)
    else:
        printing.columns(([row[name] for name in _SHOWN] for row in rows), _WIDTHS)


def _work(*, rebuild: bool, as_json: bool) -> None:
    if rebuild:
        rebuilding.start_anew()
    matters = proposals = 0
    with click.progressbar(length=rebuilding.left(), hidden=as_json) as bar:
        for batch in rebuilding.batches():
            matters, proposals = matters + batch.matters, proposals + batch.proposals
            bar.update(batch.matters)
    if as_json:
        printing.one({"matters": matters, "proposals": proposals})
    else:
        said = _("{matters} matters compared, {proposals} proposals made.")
        click.echo(said.format(matters=matters, proposals=proposals))
