from __future__ import annotations

from django.db import models

from bihuan.matters.models.matter import Matter


class Learnt(models.Model):
    """What was learnt from the answered matters of one mechanism, and from which.

    The figures are those on letters held out, newer than all learnt from. The body goes when
    something newer was learnt; the row stays, for suggestions were made by it.
    """

    mechanism = models.CharField(max_length=60)
    what = models.CharField(max_length=8)  # unit, class
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    letters = models.PositiveIntegerField()
    until = models.DateTimeField()  # the newest answer learnt from
    learnt_from = models.CharField(max_length=64)  # hash over the matters, their texts and labels
    sha256 = models.CharField(max_length=64)  # of the body
    figures = models.JSONField()
    body = models.BinaryField(null=True)

    class Meta:
        indexes = (models.Index(fields=["mechanism", "what", "-made_at"], name="learnt_newest"),)

    def __str__(self) -> str:
        return f"{self.mechanism} {self.what} {self.letters}"


class Offer(models.Model):
    """What was suggested for a matter when a clerk decided, and what she chose; the journal's
    entry of that move says the same.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="offers")
    learnt = models.ForeignKey(Learnt, models.PROTECT, related_name="offers")
    seq = models.PositiveIntegerField()  # of the entry
    place = models.PositiveSmallIntegerField()  # of the choice among those offered; 0: another
    sure = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["matter", "seq"], name="offer_once_per_entry"),
        )

    def __str__(self) -> str:
        return f"{self.matter_id} {self.seq} {self.place}"
