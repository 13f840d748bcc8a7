from __future__ import annotations

from django.db import models

from bihuan.matters.models.matter import Matter


class Notice(models.Model):
    """Something to tell or to draft because of a matter: a reminder, a card, a letter, a request.

    Steps of a clock are unique for the clock, its round in the cycle, and the step, whatever the
    sweep does. A later date or a fresh run begins the next round, whose steps fall due once more.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="notices")
    cycle = models.PositiveSmallIntegerField()
    clock = models.CharField(max_length=40, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    step = models.SmallIntegerField(null=True)
    kind = models.CharField(max_length=40)  # remind, yellow, red, raise, report, sign, draft
    to = models.JSONField(default=list)
    letter = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    send_after = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["matter", "cycle", "clock", "round", "step"],
                condition=models.Q(step__isnull=False),
                name="notice_once_per_step",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.matter_id}"


class Repeat(models.Model):
    """A proposal that one matter repeats another, with its evidence; a clerk decides.

    At most one stands open for a matter: the strongest. Those decided are remembered, so that what
    was kept separate is not proposed again. No word of a text is kept here.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="repeats")
    earlier = models.ForeignKey(Matter, models.PROTECT, related_name="repeated_by")
    evidence = models.CharField(max_length=40)  # same-text, near-text, same-person, same-place
    facts = models.JSONField(default=dict)  # share of common words, days apart, what is the same
    decided = models.CharField(max_length=12, default="proposed")  # proposed, merged, separate
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["matter", "earlier"], name="repeat_once_per_pair"),
            models.UniqueConstraint(
                fields=["matter"],
                condition=models.Q(decided="proposed"),
                name="repeat_one_open_per_matter",
            ),
        )

    def __str__(self) -> str:
        return f"{self.matter_id} repeats {self.earlier_id}"


class Progress(models.Model):
    """How far a long work over all matters has come, so that it goes on after a stop."""

    name = models.CharField(max_length=80, primary_key=True)
    last = models.BigIntegerField(default=0)
    done = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.name} {self.last}"


class Lease(models.Model):
    """Who may do a periodic work now; another takes over when the lease runs out."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=80, blank=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
