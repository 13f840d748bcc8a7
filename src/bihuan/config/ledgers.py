"""The job of a large ledger: its rows become matters, and the rest a file."""

from __future__ import annotations

from django.utils.translation import gettext_noop as noop

from bihuan.matters.actions.ledgers import taking
from bihuan.matters.queries.ledgers import preview
from bihuan.registers.jobs import queries as asked
from bihuan.registers.jobs.kinds import Done, Kind, Work
from bihuan.web import sentences

TAKEN = noop("{given} rows: {accepted} taken in, {known} known already, {rejected} not taken.")


def take(work: Work) -> Done:
    """The ledger the job was asked for; taken up again, it goes on where it was."""
    account = asked.Job.objects.values_list("account", flat=True).get(pk=work.number)
    row = preview.one(str(work.payload["token"]), account)
    done = taking.take_in(row, by=work.by, now=work.clock(), told=work.progress, say=sentences.of)
    return Done(TAKEN, dict(done.counts()))


KINDS = (Kind("ledger-in", noop("Ledger taken in"), take, page="ledger-in-job"),)
