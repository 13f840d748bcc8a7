from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from bihuan.kernel.refused import Refused
from bihuan.matters.models.followups import Notice
from bihuan.matters.models.matter import Matter
from bihuan.registers.evidence.models import File
from bihuan.registers.journal.models import Chained
from bihuan.registers.parties.models import Region, Unit


class Press(models.Model):
    """The figures of a period as they stood at one press, frozen: every paper of the press is
    drawn from these bytes, and from nothing else.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # whose office pressed
    mechanism = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    as_of = models.DateTimeField()
    figures = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.since:%Y-%m-%d}"

    def save(self, **kwargs: Any) -> None:
        """Write a new press; refuses `paper.press-frozen` for a kept one."""
        if not self._state.adding:
            raise Refused("paper.press-frozen")
        super().save(**kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse, always: papers are drawn from it."""
        raise Refused("paper.press-frozen")


class PaperTemplate(models.Model):
    """A template the office wrote in its own word processor, version by version."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["region", "kind", "version"], name="paper_template_once_per_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Paper(Chained):
    """One paper of an office, from its draft to its number; what was done to it is its chain.

    `fields` is what it says besides the figures of its press. A paper of a matter is read by
    those who read the matter.
    """

    chain_kind = "paper"

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    press = models.ForeignKey(Press, models.PROTECT, null=True, related_name="papers")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="papers")
    notice = models.OneToOneField(Notice, models.PROTECT, null=True, related_name="paper")
    title = models.CharField(max_length=200)
    fields = models.JSONField(default=dict)
    stage = models.CharField(max_length=8, default="draft")  # draft, signing, issued, revoked
    needed = models.JSONField(default=list)  # duties whose signatures it waits for
    signed = models.JSONField(default=list)  # (duty, person, when), in order
    word = models.CharField(max_length=40, blank=True)  # 发文机关代字
    series = models.CharField(max_length=80, blank=True)
    place = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=80, blank=True)
    template_sha256 = models.CharField(max_length=64, blank=True)
    docx = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["series", "place"],
                condition=Q(place__isnull=False),
                name="paper_number_once",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "signing", "issued", "revoked"]),
                name="paper_stage_known",
            ),
        )
        indexes = (models.Index(fields=["unit", "stage", "made_at"], name="paper_of_unit"),)

    def __str__(self) -> str:
        return self.number or f"{self.kind} {self.pk}"
