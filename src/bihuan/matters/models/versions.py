from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.models import Region


class MechanismVersion(models.Model):
    """A published declaration, kept as the very bytes that were published, with their hash.

    It is never edited: a matter runs to its end under the version that received it, whatever a
    later package or file says.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="mechanism_versions")
    code = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=40)
    verified_by = models.CharField(max_length=40, blank=True)  # a unit, or outside-unit-line
    restricted = models.BooleanField(default=False)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["region", "code", "version"], name="mechanism_version_once_per_region"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    def save(self, **kwargs: Any) -> None:
        """Write a new version; refuses `mechanism.version-immutable` for a kept one."""
        if not self._state.adding:
            raise self._kept()
        super().save(**kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse, always: matters are pinned to this version."""
        raise self._kept()

    def _kept(self) -> Refused:
        return Refused("mechanism.version-immutable", code=self.code, version=self.version)


class MechanismDraft(models.Model):
    """One saving of a mechanism on its way: its bytes, and who saved them. Never changed.

    The newest is the draft, until its bytes are published.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="mechanism_drafts")
    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()  # of the saving, from 1
    unit = models.CharField(max_length=40)  # the unit that edits: the owner
    based_on = models.CharField(max_length=40, blank=True)  # version in force when it was begun
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["region", "code", "number"], name="mechanism_draft_saved_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} #{self.number}"


class Series(models.Model):
    """The last number given out in a series, such as `HOTLINE-2026`."""

    name = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.last}"
