from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.matters.models.matter import Matter
from bihuan.matters.models.versions import MechanismVersion
from bihuan.registers.journal.models import Chained, Kept
from bihuan.registers.parties.models import Region


class ScoreRun(Chained):
    """The figures of one period, with every row they rest on; its chain is the record of it.

    `sums` is what the rows add up to now; what was published stands in `published` and is never
    written again: a correction is another run that names this one.
    """

    chain_kind = "score"

    region = models.ForeignKey(Region, models.PROTECT, related_name="score_runs")
    since = models.DateTimeField()
    until = models.DateTimeField()
    mechanisms = models.JSONField()  # codes; the first gives the formula
    formula = models.ForeignKey(MechanismVersion, models.PROTECT, related_name="score_runs")
    owner = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField(max_length=300, blank=True)  # of the correction
    rows = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)  # over the rows as first judged
    names = models.JSONField(default=dict)  # of the groups, as they were called then
    sums = models.JSONField(default=dict)
    objections_until = models.DateTimeField(null=True)
    calendar = models.PositiveIntegerField(default=0)  # the revision the window was counted with
    asked_to_publish_at = models.DateTimeField(null=True)
    signatures = models.JSONField(default=list)  # of the publication: duty, post, when
    published_at = models.DateTimeField(null=True)
    published = models.JSONField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(since__lt=models.F("until")), name="score_period"),
        )
        indexes = (models.Index(fields=["region", "-made_at"], name="score_run_newest"),)

    def __str__(self) -> str:
        return f"score {self.pk}"


class ScoreRow(Kept):
    """One matter as a run judged it, and where its chain stood; never changed afterwards."""

    run = models.ForeignKey(ScoreRun, models.PROTECT, related_name="judged")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    head = models.CharField(max_length=64)
    length = models.PositiveIntegerField()
    version = models.ForeignKey(MechanismVersion, models.PROTECT, related_name="+")
    unit = models.CharField(max_length=40, blank=True)
    town = models.CharField(max_length=60, blank=True)
    mechanism = models.CharField(max_length=60)
    outside = models.CharField(max_length=12, blank=True)
    closed = models.BooleanField()
    answered = models.BooleanField()
    on_time = models.BooleanField(null=True)
    unit_on_time = models.BooleanField(null=True)
    contact_on_time = models.BooleanField(null=True)
    called = models.BooleanField()
    reached = models.BooleanField()
    solved = models.BooleanField()
    partly = models.BooleanField()
    explained = models.BooleanField()
    satisfied = models.BooleanField(null=True)
    sent_back = models.PositiveSmallIntegerField()
    date_set = models.BooleanField()
    answered_in = models.PositiveIntegerField(null=True)
    excluded = models.CharField(max_length=64, blank=True)  # carried over from the run corrected

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "matter"], name="score_row_once_per_run"),
        ]
        indexes: ClassVar = [models.Index(fields=["run", "unit"], name="score_row_of_unit")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.matter_id}"


class Decided(models.Model):
    """Something asked about a row and decided by somebody else."""

    asked_by = models.CharField(max_length=64)
    asker = models.CharField(max_length=64)  # the person, who may sit in several posts
    asked_unit = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    decision = models.CharField(max_length=10, default="asked")
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)
    ruling = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


class Exclusion(Decided):
    """A request to leave a row out of the figures on a declared ground: approved or declined."""

    run = models.ForeignKey(ScoreRun, models.PROTECT, related_name="exclusions")
    row = models.ForeignKey(ScoreRow, models.PROTECT, related_name="exclusions")
    ground = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["row"],
                condition=Q(decision__in=["asked", "approved"]),
                name="exclusion_one_per_row",
            ),
        )

    def __str__(self) -> str:
        return f"{self.row_id} {self.ground} {self.decision}"


class Objection(Decided):
    """What a unit holds against one of its own rows: upheld with a remedy, or rejected."""

    run = models.ForeignKey(ScoreRun, models.PROTECT, related_name="objections")
    row = models.ForeignKey(ScoreRow, models.PROTECT, related_name="objections")
    remedy = models.CharField(max_length=10, blank=True)  # exclude, rejudge, move
    after = models.JSONField(default=dict)  # what the remedy changes of the row

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["row"], condition=Q(decision="asked"), name="objection_one_open_per_row"
            ),
        )

    def __str__(self) -> str:
        return f"{self.row_id} {self.decision}"
