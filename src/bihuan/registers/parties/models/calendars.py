from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.models.places import Region


class CalendarRevision(models.Model):
    """The whole of what a region (or, without one, the country) adds to the shipped calendar.

    A revision is never edited: a change is the next number, and a deadline names the number it
    was counted with, so that its arithmetic can be repeated years later.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice"
        LOCAL = "local"

    region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="calendar_revisions"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    days = models.JSONField(default=dict)
    changed = models.JSONField(default=list)
    announced = models.JSONField(default=list)
    hours = models.JSONField(default=list)
    notice = models.CharField(max_length=200)
    by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(region__isnull=True),
                name="calendar_revision_number_national",
            ),
            models.UniqueConstraint(
                fields=["region", "number"],
                condition=Q(region__isnull=False),
                name="calendar_revision_number_of_region",
            ),
        )

    def __str__(self) -> str:
        return f"{self.region_id or 'national'} {self.number}"

    def save(self, **kwargs: Any) -> None:
        """Write a new revision; refuses `calendar.revision-immutable` for one already kept."""
        if not self._state.adding:
            raise self._kept()
        super().save(**kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse, always: matters name this revision."""
        raise self._kept()

    def _kept(self) -> Refused:
        return Refused("calendar.revision-immutable", number=self.number)
