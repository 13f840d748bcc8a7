from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bihuan.kernel.stages import Stage
from bihuan.matters.models.versions import MechanismVersion
from bihuan.registers.journal.models import Chained
from bihuan.registers.parties.models import Region, Unit


class Matter(Chained):
    """One matter as it stands: `state` is the whole of it, the columns are for finding it.

    The length of its chain is its version: every move lengthens the chain by one or more.
    """

    chain_kind = "matter"

    number = models.CharField(max_length=60, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="matters")
    version = models.ForeignKey(MechanismVersion, models.PROTECT, related_name="matters")
    mechanism = models.CharField(max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    part_key = models.CharField(max_length=40, blank=True)
    part_after = models.JSONField(default=list)

    stage = models.CharField(max_length=12)
    cycle = models.PositiveSmallIntegerField(default=1)
    class_code = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="matters")
    desk = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=40)
    title = models.CharField(max_length=200, blank=True)
    restricted = models.BooleanField(default=False)
    record_only = models.BooleanField(default=False)
    pending_duty = models.CharField(max_length=40, blank=True)
    pending_unit = models.CharField(max_length=40, blank=True)

    received_at = models.DateTimeField()
    assigned_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    due_inferred = models.BooleanField(default=False)  # its start is not on record: never scored
    next_due_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    carried_until = models.DateTimeField(null=True)

    card = models.CharField(max_length=8, blank=True)
    closing_kind = models.CharField(max_length=40, blank=True)
    contacted = models.BooleanField(null=True)
    solved = models.CharField(max_length=8, blank=True)
    satisfied = models.CharField(max_length=8, blank=True)
    verified = models.BooleanField(default=False)  # called back, and not merely inferred

    into = models.CharField(max_length=60, blank=True)  # the number it was merged into

    platform = models.CharField(max_length=60, blank=True)
    platform_number = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=80, blank=True)
    source_key = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=8, default="observed")
    text_digest = models.CharField(max_length=64, blank=True)
    state = models.JSONField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in Stage]), name="matter_stage_known"
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source=""),
                name="matter_taken_once_from_a_source",
            ),
            models.UniqueConstraint(
                fields=["platform", "platform_number"],
                condition=~Q(platform_number=""),
                name="matter_once_per_platform_number",
            ),
        )
        indexes = (
            # Only a condition that says IS NOT NULL is understood by SQLite when it looks for an
            # index, so the others cover every row. The last column answers "carried" by itself;
            # the one before it keeps matters of one date in the order of the desk.
            models.Index(
                fields=["unit", "stage", "due_at", "id", "carried_until"], name="matter_desk"
            ),
            models.Index(
                fields=["version", "stage", "due_at", "id", "carried_until"],
                name="matter_office_desk",
            ),
            models.Index(
                F("next_due_at"), condition=Q(next_due_at__isnull=False), name="matter_sweep"
            ),
            models.Index(
                fields=["pending_duty", "version", "pending_unit"], name="matter_to_sign"
            ),
            models.Index(fields=["text_digest"], name="matter_same_text"),
            models.Index(fields=["into"], name="matter_merged_into"),
            models.Index(fields=["source", "source_key"], name="matter_of_source"),
            models.Index(fields=["region", "received_at"], name="matter_received"),
            models.Index(fields=["parent", "closed_at"], name="matter_stock"),
        )

    def __str__(self) -> str:
        return self.number
