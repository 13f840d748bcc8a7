"""`bihuan score run`, `list`, `publish`, `correct`, `take`, `recompute`: figures that are kept."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, operator, printing
from bihuan.cli.house import House
from bihuan.cli.matter import as_option, post_option
from bihuan.cli.mechanism import region_option
from bihuan.cli.wording import Told, json_option, option
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.scoring import publishing, running
from bihuan.matters.queries.scoring import card, publication, runs
from bihuan.matters.rules.scoring import snapshot

_WIDTHS = (6, 17, 17, 9, 17, 17)
_SHOWN = ("run", "from", "to", "rows", "objections_until", "published_at", "awaits_signature")
_LINE = (10, 18, 6, 6, 8, 16)


def _actor(username: str, post: str | None) -> Actor:
    return operator.acting_as(username, post) if username else operator.CONSOLE


def _say(told: Mapping[str, object], *, as_json: bool) -> None:
    if as_json:
        printing.one(told)
    else:
        printing.columns([_row(told)], _WIDTHS)


def _row(told: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(told[name] for name in _SHOWN)


@click.command(
    "run",
    cls=Told,
    help=noop(
        "Keep the figures of a period as a run: every matter judged, its row stored.\n\n"
        "The first mechanism gives the formula, in its version of the period. Restricted matters "
        "are not counted."
    ),
)
@option("--from", "since", type=moments.Moment(), required=True, help=noop("Received from then."))
@option(
    "--to", "until", type=moments.Moment(after=True), required=True,
    help=noop("Up to this day, itself included."),
)  # fmt: skip
@option("--mechanism", "mechanisms", multiple=True, required=True, help=noop("One or several."))
@region_option
@as_option
@post_option
@json_option
@click.pass_obj
def run_(  # noqa: PLR0913  one for each option
    house: House, *, since: datetime, until: datetime, mechanisms: tuple[str, ...], region: str,
    username: str, post: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Asked for by the office that owns the mechanisms, or by the installation."""
    house.check_ready()
    asked = running.Asked(operator.region(region), since, until, mechanisms)
    made = running.run(asked, by=_actor(username, post), now=moments.now())
    _say(card.told(made), as_json=as_json)


@click.command("list", cls=Told, help=noop("List the runs, the newest first."))
@as_option
@post_option
@json_option
@click.pass_obj
def list_(house: House, *, username: str, post: str | None, as_json: bool) -> None:
    """Those the account may read."""
    house.check_ready()
    found = card.listed(_actor(username, post))
    if as_json:
        printing.each(map(card.told, found))
    else:
        printing.columns((_row(card.told(run)) for run in found), _WIDTHS)


@click.command(
    "publish",
    cls=Told,
    help=noop(
        "Ask for the publication of a run, or give the signature that is due.\n\n"
        "It takes effect with the last signature."
    ),
)
@click.argument("run", type=int)
@option("--as", "username", required=True, help=noop("The account that asks or signs."))
@post_option
@json_option
@click.pass_obj
def publish(house: House, *, run: int, username: str, post: str | None, as_json: bool) -> None:
    """The installation itself signs nothing."""
    house.check_ready()
    by, now = _actor(username, post), moments.now()
    waits = publication.next_duty(runs.run_for(by, run))
    deed = publishing.sign if waits else publishing.ask
    _say(card.told(deed(run, by=by, now=now)), as_json=as_json)


@click.command(
    "correct",
    cls=Told,
    help=noop("Make the figures of a published run anew; the published ones stay beside them."),
)
@click.argument("run", type=int)
@option("--reason", required=True, help=noop("Why they are corrected."))
@option("--as", "username", required=True, help=noop("The account that corrects."))
@post_option
@json_option
@click.pass_obj
def correct(
    house: House, *, run: int, reason: str, username: str, post: str | None, as_json: bool
) -> None:
    """A run of its own, with its own window and publication."""
    house.check_ready()
    by = _actor(username, post)
    _say(card.told(running.correct(run, reason, by=by, now=moments.now())), as_json=as_json)


@click.command(
    "take",
    cls=Told,
    help=noop("Write what was published of a run to a file, .json or .csv."),
)
@click.argument("run", type=int)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@as_option
@post_option
@click.pass_obj
def take(house: House, *, run: int, file: Path, username: str, post: str | None) -> None:
    """Refuses to overwrite."""
    house.check_ready()
    found = publication.file_of(runs.run_for(_actor(username, post), run))
    if file.exists():
        raise Refused("file.exists", path=str(file))
    csv = file.suffix.lower() == ".csv"
    text = snapshot.to_csv(found) if csv else json.dumps(found, ensure_ascii=False, indent=1)
    file.write_text(text, "utf-8-sig" if csv else "utf-8", newline="")


@click.command(
    "recompute",
    cls=Told,
    help=noop(
        "Compute the lines of a published file again from its rows; it needs no installation.\n\n"
        "Exit status 1 where the file itself says otherwise."
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@click.pass_context
def recompute(ctx: click.Context, *, file: Path, as_json: bool) -> None:
    """Reads the file alone."""
    if not file.is_file():
        raise Refused("file.missing", path=str(file))
    found = snapshot.read(file.read_bytes())
    again = [snapshot.shown(way, line) for way, line in snapshot.recomputed(found)]
    if as_json:
        printing.each(again)
    else:
        printing.columns(map(_line, again), _LINE)
    if "lines" in found and found["lines"] != json.loads(json.dumps(again)):
        ctx.exit(1)


def _line(line: dict[str, object]) -> tuple[object, ...]:
    rates, places = line["rates"], line["places"]
    composite = rates["composite"] if isinstance(rates, dict) else None
    span = f"{places[0]}-{places[1]}" if isinstance(places, list) else ""
    return (
        line["by"], line["code"] if line["code"] is not None else "*", line["place"] or "-", span,
        line["sample"], "" if composite is None else f"{composite:.4f}", line["name"],
    )  # fmt: skip


COMMANDS = (run_, list_, publish, correct, take, recompute)
