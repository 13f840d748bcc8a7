from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.matters.models.matter import Matter
from bihuan.registers.enterprises.models import Enterprise
from bihuan.registers.evidence.models import File


class Content(models.Model):
    """What the person said and who they are, apart from the matter so that it can be erased."""

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="content")
    text = models.TextField(blank=True)
    summary = models.TextField(blank=True)  # for units that may not read the letter itself
    answers = models.JSONField(default=dict)
    requester = models.CharField(max_length=60, blank=True)
    phone_sealed = models.TextField(blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+")
    code_index = models.CharField(max_length=64, blank=True)  # of the person's own code
    hidden = models.BooleanField(default=False)  # the person asked not to be named
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"content of {self.pk}"


class Attachment(models.Model):
    """A file attached to a matter by a move."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()  # of the journal entry it came with
    kind = models.CharField(max_length=20, default="evidence")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["matter", "file", "seq"], name="attachment_once"),
        )

    def __str__(self) -> str:
        return f"{self.matter_id} {self.file_id}"


class Rating(models.Model):
    """The person's own verdict on one cycle; the rated line reads it in aggregates only."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="ratings")
    cycle = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=40)
    solved = models.CharField(max_length=8)
    stars = models.PositiveSmallIntegerField(null=True)
    given_at = models.DateTimeField()
    sealed_until = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["matter", "cycle"], name="rating_once_per_cycle"),
            models.CheckConstraint(
                condition=Q(stars__isnull=True) | Q(stars__range=(1, 10)), name="rating_stars"
            ),
        )

    def __str__(self) -> str:
        return f"{self.matter_id} {self.cycle}"
