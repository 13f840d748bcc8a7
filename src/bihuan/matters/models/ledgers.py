from __future__ import annotations

from django.db import models

from bihuan.matters.models.versions import MechanismVersion
from bihuan.registers.parties.models import Account, Unit


class Incoming(models.Model):
    """A spreadsheet on its way in: seen by the account that gave it, forgotten when it is over.

    `corrected` holds cells as put right in the preview (`sheet|row|column`), `left_out` rows that
    are not to be taken (`sheet|row`).
    """

    token = models.CharField(max_length=32, unique=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    version = models.ForeignKey(MechanismVersion, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    headings = models.CharField(max_length=64, blank=True)  # the print of those read
    shape = models.JSONField(default=dict)
    as_of = models.DateField(null=True)
    corrected = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    given_at = models.DateTimeField()
    job = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    rejected = models.BinaryField(null=True)
    rejected_kind = models.CharField(max_length=4, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["unit", "headings", "as_of"], name="incoming_of_headings"),
            models.Index(fields=["unit", "digest"], name="incoming_same_file"),
        )

    def __str__(self) -> str:
        return self.name


class LedgerMap(models.Model):
    """What the columns of a ledger mean to a unit, remembered for the next one like it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    mechanism = models.CharField(max_length=60)
    headings = models.CharField(max_length=64)
    shape = models.JSONField()
    order = models.JSONField(default=list)  # the headings as they stand side by side
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "mechanism", "headings"], name="ledger_map_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.headings[:8]}"
