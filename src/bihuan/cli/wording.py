"""Commands whose help is read in the language of the reader, and refusals said in it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import click
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments
from bihuan.kernel.refused import CODES, Refused
from bihuan.mechanisms.faults import Fault

EXIT_FAULT = 1  # something is wrong with what is kept, not with what was asked
EXIT_REFUSED = 2
LANGUAGES = ("zh-hans", "en")
_F = TypeVar("_F", bound=Callable[..., Any])


class Told(click.Command):
    """A command whose help texts are msgids, translated when they are shown."""

    def format_help_text(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or ""))

    def get_short_help_str(self, _limit: int = 45) -> str:
        """The first line of the help, whole: it is written to stand alone."""
        return _(self.help or "").partition("\n")[0]


class Option(click.Option):
    """An option whose help is a msgid."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        found = self.help
        self.help = _(found) if found else found
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = found


class Commands(Told, click.Group):
    """A group of such commands."""

    command_class = Told
    group_class = type

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options and the commands; `Told` alone would show no commands."""
        click.Group.format_options(self, ctx, formatter)


def option(*declared: str, help: str, **rest: Any) -> Callable[[_F], _F]:  # noqa: A002 - as click calls it
    """An option; its `help` is a msgid."""
    return click.option(*declared, cls=Option, help=help, **rest)


json_option = option("--json", "as_json", is_flag=True, help=noop("Print JSON, for machines."))


class Spoken(Commands):
    """The outermost group: chooses the language; a refusal becomes a sentence and exit 2."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        house = kwargs.get("obj")
        with translation.override(house.language if house else LANGUAGES[0]):
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        asked = ctx.params.get("language")
        with translation.override(asked or (ctx.obj.language if ctx.obj else LANGUAGES[0])):
            try:
                return super().invoke(ctx)
            except Refused as refused:
                for line in sentences(refused):
                    click.echo(line, err=True)
                ctx.exit(EXIT_REFUSED)


def sentences(refused: Refused) -> list[str]:
    """What is said of a refusal: its sentence, and each fault of a file on a line of its own."""
    faults = refused.facts.get("faults")
    found = [sentence(refused.code, refused.facts)]
    if isinstance(faults, tuple):
        name = str(refused.facts.get("name", ""))
        found += [fault_line(name, fault) for fault in faults]
    return found


def said_of(refused: Refused) -> str:
    """The sentence of a refusal, for those who put it into a file."""
    return sentence(refused.code, refused.facts)


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """The sentence of a refusal in the language of the reader."""
    return _(CODES[code]).format_map(_Facts(facts))


def fault_line(name: str, fault: Fault) -> str:
    """One fault on one line: `FILE:12:3: error: clocks.reply: what is wrong. What to do`."""
    language = translation.get_language() or LANGUAGES[0]
    level = {"error": _("error"), "warning": _("warning")}[fault.level]
    place = f"{name}:{fault.line}:{fault.column}" if fault.line else name
    path = f"{fault.path}: " if fault.path else ""
    return f"{place}: {level}: {path}{fault.say(language)} {fault.remedy(language)}"


class _Facts(dict[str, object]):
    """The facts of a refusal as a person reads them; an unknown one stays visible by its name."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        super().__init__({name: _shown(fact) for name, fact in facts.items()})

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


def _shown(fact: object) -> object:
    return moments.shown(fact) if isinstance(fact, datetime) else fact
