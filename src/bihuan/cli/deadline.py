"""`bihuan deadline`: when a limit ends, with its arithmetic."""

from datetime import datetime

import click
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, printing
from bihuan.cli.wording import Told, json_option, option
from bihuan.kernel import worktime
from bihuan.kernel.worktime import Calendar, CountFrom, DayLine, Span, parse_span
from bihuan.registers.parties import queries as parties

_WHY = {
    "start": noop("the limit starts"),
    "counted": noop("counted"),
    "make-up": noop("counted: worked for a holiday"),
    "local-working": noop("counted: worked here"),
    "weekend": noop("not counted: weekend"),
    "holiday": noop("not counted: holiday"),
    "local-off": noop("not counted: off here"),
    "paused": noop("not counted: suspended"),
    "running": noop("running"),
    "last-day-off": noop("counted, but off: the limit goes on"),
    "due": noop("due"),
    "rolled": noop("due: the last day counted was off"),
}


@click.command(
    cls=Told,
    help=noop(
        "Say when a limit ends that starts at a moment.\n\n"
        "A span is a number and its unit: min, h, wh (working hours), wd (working days), d, mo. "
        'Example: bihuan deadline "2026-02-13 16:00" 5wd --explain'
    ),
)
@click.argument("start", type=moments.Moment())
@click.argument("span", type=parse_span)
@option("--explain", is_flag=True, help=noop("Show each day, and why it counts or not."))
@option(
    "--count",
    type=click.Choice([each.value for each in CountFrom]),
    default=CountFrom.NEXT_DAY.value,
    show_default=True,
    help=noop("Which day is the first one."),
)
@option(
    "--region", default="", help=noop("Count by the calendar of this region, not the nation's.")
)
@option("--no-roll", is_flag=True, help=noop("Let natural days and months end on a day off."))
@json_option
def deadline(  # noqa: PLR0913 - one argument for each option
    start: datetime,
    span: Span,
    *,
    explain: bool,
    count: str,
    region: str,
    no_roll: bool,
    as_json: bool,
) -> None:
    """The deadline, and with `--explain` its days; needs no database without `--region`."""
    calendar = parties.calendar_for(region) if region else worktime.national_calendar()
    asked = (calendar, start, span, CountFrom(count), (), not no_roll)
    found = worktime.deadline(*asked)
    days = worktime.explain(*asked) if explain or as_json else ()
    if as_json:
        printing.one(_object(calendar, start, span, count, found, days))
        return
    click.echo(f"due_at  {moments.iso(found.due_at)}")
    if found.provisional:
        click.echo(_("Provisional: the notice for a year it reaches into is not yet out."))
    if explain:
        printing.columns(map(_line, days), (10, 6, 3))


def _object(
    calendar: Calendar,
    start: datetime,
    span: Span,
    count: str,
    found: worktime.Deadline,
    days: tuple[DayLine, ...],
) -> dict[str, object]:
    return {
        "due_at": found.due_at,
        "provisional": found.provisional,
        "start": start,
        "span": str(span),
        "count": count,
        "region": calendar.region,
        "revision": calendar.revision,
        "days": [
            {
                "day": line.day.isoformat(),
                "kind": line.kind.value,
                "name": line.name,
                "counted": line.counted,
                "why": line.why,
                "provisional": line.provisional,
            }
            for line in days
        ],
    }


def _line(line: DayLine) -> tuple[str, str, str, str]:
    weekday = str(WEEKDAYS_ABBR[line.day.weekday()])
    why = _(_WHY[line.why]) + (f"（{line.name}）" if line.name else "")
    if line.provisional:
        why += " " + _("provisional")
    return line.day.isoformat(), weekday, "" if line.counted is None else str(line.counted), why
