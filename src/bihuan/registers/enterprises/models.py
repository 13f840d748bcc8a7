from __future__ import annotations

from django.db import models

from bihuan.registers.parties.models import Region


class Enterprise(models.Model):
    """A firm, by its unified social credit code where it has one and by its names otherwise."""

    code = models.CharField(max_length=18, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    former_names = models.JSONField(default=list)
    # Every name without what two people would write differently, one a line, for finding.
    keys = models.TextField()
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="enterprises")
    kind = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=40, blank=True)
    provenance = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class NamePair(models.Model):
    """Two neighbouring characters of a name.

    A fragment is found through the pairs it is made of: equality on an indexed column, which
    SQLite and PostgreSQL answer alike; a trigram index only one of them has.
    """

    pair = models.CharField(max_length=2)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="pairs")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["pair", "enterprise"], name="pair_once_per_enterprise"
            ),
        )

    def __str__(self) -> str:
        return self.pair
