from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.matters.models.matter import Matter
from bihuan.registers.parties.models import Post, Unit


class Involvement(models.Model):
    """A unit that has a part in a matter besides handling it: copied, or handled it before."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="involvements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)  # copied, handled, ruled

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["matter", "unit", "role"], name="involvement_once"),
        )
        indexes = (models.Index(fields=["unit", "role", "matter"], name="involvement_of_unit"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.role} {self.matter_id}"


class Grant(models.Model):
    """Leave for one post to read one restricted matter, written before it is routed there.

    `level` full reads the letter and the person; handling reads the summary only.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="grants")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    level = models.CharField(max_length=8)
    reason = models.CharField(max_length=60)
    granted_by = models.CharField(max_length=64)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["matter", "post"],
                condition=Q(revoked_at__isnull=True),
                name="grant_one_in_force",
            ),
        )
        indexes = (models.Index(fields=["post", "matter"], name="grant_of_post"),)

    def __str__(self) -> str:
        return f"{self.post_id} {self.level} {self.matter_id}"


class Access(models.Model):
    """Somebody opened the personal data of a matter."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="accesses")
    person = models.CharField(max_length=64)
    post = models.CharField(max_length=64)
    what = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["matter", "at"], name="access_of_matter"),)

    def __str__(self) -> str:
        return f"{self.post} {self.what} {self.matter_id}"
