"""Work that takes longer than a page may: who asked for it, how far it is, what came of it."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q

from bihuan.registers.parties.models import Account

FOLDER = "jobs"


class Job(models.Model):
    """One job; its files lie under jobs/<number> of the installation until `expires_at`."""

    WAITING, RUNNING, DONE, FAILED, REFUSED = "waiting", "running", "done", "failed", "refused"

    kind = models.CharField(max_length=40)
    # Whose it is; without one the house asked for it itself, and nobody reads it on a page.
    account = models.ForeignKey(Account, models.PROTECT, related_name="jobs", null=True)
    post = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    payload = models.JSONField(default=dict)
    given_name = models.CharField(max_length=200, blank=True)  # the file it came with

    state = models.CharField(max_length=8, default=WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    said = models.TextField(blank=True)  # the outcome, in English, its facts beside it
    facts = models.JSONField(default=dict)
    result_name = models.CharField(max_length=200, blank=True)

    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    holder = models.CharField(max_length=80, blank=True)  # the worker at it, and since which try
    tries = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed", "refused"]),
                name="job_state_known",
            ),
        )
        indexes = (
            models.Index(fields=["state", "id"], name="job_queue"),
            models.Index(fields=["account", "id"], name="job_of_account"),
            models.Index(fields=["expires_at"], name="job_expiry"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in (self.WAITING, self.RUNNING)

    @property
    def folder(self) -> PurePosixPath:
        """Where its files lie under the installation's directory."""
        return PurePosixPath(FOLDER, str(self.pk))
