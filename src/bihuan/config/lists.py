"""The jobs of lists: out as a workbook, back as a preview, and applied.

They stand here because a sheet is written in the words of the pages, which the floors below do not
know.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions.exports import coming_back, previewing, reading, returning, writing
from bihuan.matters.queries.exports import choosing, columns
from bihuan.registers.jobs.kinds import Done, Kind, Work
from bihuan.web import sentences, words

OUT, BACK, APPLY = "list-out", "list-back", "list-apply"
MOST_BACK = 100_000  # rows of a sheet that is still unpacked when it comes back
OUT_AND_BACK = noop(
    "{rows} matters written, names masked. Edit the sheet in any program and bring it back."
)
OUT_ONLY = noop(
    "{rows} matters written, names masked. So long a sheet cannot be brought back: narrow the "
    "list to edit it."
)
ALL = noop("{given} rows: {accepted} taken, {unchanged} unchanged. Nothing was left over.")
LEFT = noop(
    "{given} rows: {accepted} taken, {partly} taken in part, {rejected} not taken, {unchanged} "
    "unchanged. What was not taken is in the file, with the reason."
)
_TABLES = {"stage": words.STAGES, "channel": words.CHANNELS}


def say(table: str, code: str) -> str:
    """A code as the pages call it."""
    return words.of(_TABLES[table], code)


def write(work: Work) -> Done:
    """The list a person asked for, as far as that person may read it now."""
    now = work.clock()
    wished = choosing.wish_of(work.payload["wish"])
    wanted = writing.Wanted(wished, columns.checked(work.payload["columns"]), say)
    name = f"{_('Ledger')}-{now.astimezone(LOCAL):%Y%m%d-%H%M}.xlsx"
    done = writing.write(
        work.place(name), wanted, by=work.by, now=now, progress=work.progress
    )  # fmt: skip
    return Done(OUT_AND_BACK if done.rows <= MOST_BACK else OUT_ONLY, {"rows": done.rows}, name)


def preview(work: Work) -> Done:
    """What the sheet would change, tried and undone."""
    found, outcome = _taken(work, really=False)
    previewing.save(work.place(previewing.NAME), found, outcome)
    said = noop(
        "{given} rows read: {accepted} can be taken, {partly} in part, {rejected} not as they "
        "stand, {unchanged} are unchanged. Nothing has been changed yet."
    )
    return Done(said, _counts(outcome))


def apply(work: Work) -> Done:
    """What of the sheet can be applied now, and the rest as a file."""
    found, outcome = _taken(work, really=True)
    name = ""
    if outcome.left:
        name = f"{_('Not taken')}-{work.clock().astimezone(LOCAL):%Y%m%d-%H%M}.xlsx"
        returning.write_left(work.place(name), found, outcome, sentences.of)
    return Done(LEFT if name else ALL, _counts(outcome), name)


def _taken(work: Work, *, really: bool) -> tuple[reading.Read, coming_back.Outcome]:
    assert work.given is not None  # noqa: S101 - a sheet comes with its job
    found = reading.read(work.given.read_bytes())
    reason = str(work.payload.get("reason") or _("From the edited list"))
    bringing = coming_back.Bringing(work.by, work.clock(), reason, say, really)
    return found, coming_back.take(found, bringing, work.progress)


def _counts(outcome: coming_back.Outcome) -> dict[str, object]:
    fates = ("accepted", "partly", "rejected", "unchanged")
    return {"given": outcome.given, **{fate: outcome.fates[fate] for fate in fates}}


KINDS = (
    Kind(OUT, noop("List as a workbook"), write),
    Kind(BACK, noop("Edited list, looked through"), preview, page="back-preview"),
    Kind(APPLY, noop("Edited list, applied"), apply),
)
