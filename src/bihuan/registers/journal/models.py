"""Chains, their entries, the personal texts kept apart from them, and the daily anchors."""

from __future__ import annotations

import json
from typing import Any, ClassVar, Never

from django.db import models
from django.db.models import Q

from bihuan.registers.journal.rules import chain


class AppendOnly(Exception):
    """Somebody tried to change what is only ever added to; a correction is a new entry."""


class KeptQuerySet(models.QuerySet[Any]):
    def update(self, **_kwargs: object) -> Never:
        raise AppendOnly(self.model.__name__)

    def delete(self) -> Never:
        raise AppendOnly(self.model.__name__)


class Kept(models.Model):
    """A row that is written once."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> Never:
        raise AppendOnly(type(self).__name__)


class Chained(models.Model):
    """A row with a chain of entries; it stores where its chain ends."""

    chain_kind: ClassVar[str]

    head = models.CharField(max_length=64, default="", blank=True, editable=False)
    length = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class Book(Chained):
    """The chain of a register that has no matter to hang on: registers, mechanisms, calendar."""

    chain_kind = "book"

    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class Entry(Kept):
    """One thing that was done, chained to the one before it."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    actor_person = models.CharField(max_length=64, blank=True)
    actor_post = models.CharField(max_length=64, blank=True)
    happened_at = models.DateTimeField(null=True)
    precision = models.CharField(max_length=8)
    recorded_at = models.DateTimeField()
    origin = models.CharField(max_length=8)
    payload = models.TextField()
    corrects = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name_plural = "entries"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "seq"], name="journal_entry_one_per_seq"
            ),
            models.CheckConstraint(condition=Q(seq__gte=1), name="journal_entry_seq_from_one"),
            models.CheckConstraint(
                condition=Q(precision__in=chain.PRECISIONS), name="journal_entry_precision_known"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=chain.ORIGINS), name="journal_entry_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(happened_at__isnull=False) | Q(precision="unknown"),
                name="journal_entry_happened_or_unknown",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} {self.seq} {self.kind}"

    @property
    def data(self) -> dict[str, Any]:
        """What the entry says."""
        said: dict[str, Any] = json.loads(self.payload)
        return said


class Sealed(models.Model):
    """The personal text of an entry; erased together with its salt, without breaking the chain."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, related_name="sealed"
    )
    # Without the salt a commitment to a telephone number could be found by trying all of them,
    # so an erasure takes both.
    salt = models.CharField(max_length=64, blank=True)
    text = models.TextField(null=True)  # noqa: DJ001  null says erased, "" would be a text
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "sealed texts"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(text__isnull=False, erased_at__isnull=True)
                | Q(text__isnull=True, salt="", erased_at__isnull=False),
                name="journal_sealed_kept_or_erased",
            )
        ]

    def __str__(self) -> str:
        return f"sealed {self.pk}"

    @property
    def data(self) -> dict[str, Any]:
        """The personal text by field; empty once erased."""
        said: dict[str, Any] = json.loads(self.text) if self.text is not None else {}
        return said


class Anchor(Kept):
    """The digest over all entries since the anchor before it, in the order of their ids."""

    number = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField()
    first_entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"anchor {self.number}"
