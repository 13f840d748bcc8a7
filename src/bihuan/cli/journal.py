"""`bihuan journal`: verified, anchored, its anchors exported."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, printing
from bihuan.cli.house import House
from bihuan.cli.wording import EXIT_FAULT, Commands, json_option, option
from bihuan.kernel.refused import Refused
from bihuan.matters.queries import chains
from bihuan.registers.journal import actions, verification
from bihuan.registers.journal.rules.report import FAULTS, Fault, Report


@click.group(cls=Commands, help=noop("The journal: verify it, anchor it."))
@click.pass_obj
def journal(house: House) -> None:
    """The tables must be there."""
    house.check_ready()


@journal.command(
    help=noop(
        "Prove that nothing was altered, or name the first entry that was.\n\n"
        "Give the anchors that were exported: without them, whoever rewrites the journal and its "
        "anchors together leaves no trace. Exit status 1 where something was altered."
    )
)
@option(
    "--anchor",
    "exports",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help=noop("An exported anchor; may be given several times."),
)
@json_option
def verify(*, exports: tuple[Path, ...], as_json: bool) -> None:
    """Reads the whole journal."""
    with contextlib.ExitStack() as opened:
        files = [opened.enter_context(path.open(encoding="utf-8")) for path in exports]
        report = verification.verify(files)
    if as_json:
        printing.one(_report(report))
    else:
        _tell(report)
    if not report.ok:
        click.get_current_context().exit(EXIT_FAULT)


def _tell(report: Report) -> None:
    numbers = chains.numbers_of(fault.subject for fault in report.faults)
    for fault in report.faults:
        click.echo(_sentence(fault, numbers.get(fault.subject, fault.subject)))
    counted = _(
        "{entries} entries in {chains} chains, {anchors} anchors, {exported} exported lines read."
    )
    click.echo(
        counted.format(
            entries=report.entries,
            chains=report.chains,
            anchors=report.anchors,
            exported=report.exported,
        )
    )
    if report.ok:
        click.echo(_("Nothing was altered."))


def _sentence(fault: Fault, subject: str) -> str:
    return _(FAULTS[fault.why][1]).format(subject=subject, seq=fault.seq, **fault.facts)


def _report(report: Report) -> dict[str, object]:
    first = report.first_fault
    numbers = chains.numbers_of(fault.subject for fault in report.faults)
    return {
        "ok": report.ok,
        "entries": report.entries,
        "chains": report.chains,
        "anchors": report.anchors,
        "exported": report.exported,
        "first_fault": first and _fault(first, numbers),
        "faults": [_fault(fault, numbers) for fault in report.faults],
    }


def _fault(fault: Fault, numbers: Mapping[str, str]) -> dict[str, object]:
    return {
        "what": fault.what,
        "subject": fault.subject,
        "number": numbers.get(fault.subject),
        "seq": fault.seq,
        "entry": fault.entry,
        "sentence": fault.sentence,
    }


@journal.command(
    help=noop(
        "Anchor what was recorded since the last anchor, and export it.\n\n"
        "Keep the exported files outside this machine: they are what proves it later."
    )
)
@option(
    "--export",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help=noop("Write the anchor, with a line for each entry, to this new file."),
)
@option("--all", "every", is_flag=True, help=noop("Export all anchors, not the new one alone."))
@json_option
def anchor(*, target: Path | None, every: bool, as_json: bool) -> None:
    """Makes one anchor; a day without entries is anchored too."""
    if target is not None and target.exists():
        raise Refused("file.exists", path=str(target))
    made = actions.make_anchor(moments.now())
    if target is not None:
        # Never over an older export: that file may be the only proof left.
        with target.open("x", encoding="utf-8") as stream:
            if every:
                actions.export_all(stream)
            else:
                actions.export_anchor(made, stream)
    if as_json:
        printing.one(
            {
                "number": made.number,
                "made_at": made.made_at,
                "entries": made.entries,
                "digest": made.digest,
                "file": target and str(target),
            }
        )
    else:
        said = _("Anchor {number}: {entries} entries, {digest}")
        click.echo(said.format(number=made.number, entries=made.entries, digest=made.digest))
