"""The options by which a command chooses matters."""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import click
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments
from bihuan.cli.wording import option
from bihuan.kernel.stages import Stage
from bihuan.matters.queries import listing

_SOUGHT = (
    option("--mechanism", default="", help=noop("Of this mechanism.")),
    option("--unit", default="", help=noop("Handled by this unit (its code).")),
    option(
        "--stage",
        type=click.Choice([each.value for each in Stage]),
        help=noop("At this stage."),
    ),
    option("--since", type=moments.Moment(), help=noop("Received from this moment on.")),
    option(
        "--until",
        type=moments.Moment(after=True),
        help=noop("Received up to then; a day is included."),
    ),
    option("--overdue", is_flag=True, help=noop("Open, unanswered and past their date.")),
    option("--limit", type=click.IntRange(1), help=noop("At most so many.")),
)


def sought_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options by which matters are chosen, handed to the command as one `sought`."""

    @functools.wraps(command)
    def chosen(*args: Any, **given: Any) -> None:
        names = [field.name for field in dataclasses.fields(listing.Sought)]
        found = listing.Sought(**{name: given.pop(name) for name in names})
        command(*args, sought=found, **given)

    for each in reversed(_SOUGHT):
        chosen = each(chosen)
    return chosen
