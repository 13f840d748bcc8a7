from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Region(models.Model):
    """A node of the installation's own region tree, under its division code (GB/T 2260)."""

    class Level(models.TextChoices):
        PROVINCE = "province"
        CITY = "city"
        COUNTY = "county"
        TOWN = "town"

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=8, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.PositiveSmallIntegerField(null=True)
    valid_until = models.PositiveSmallIntegerField(null=True)
    successors = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class Unit(models.Model):
    """A body that can be given a matter.

    Its code is the key and never changes, so that a row, an entry of the journal and a mechanism
    file name it alike; what a unit is called may change, and former names stay as aliases.
    """

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="units")
    kind = models.CharField(max_length=20, default="department")
    territorial_parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="territorial_children"
    )
    sectoral_parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="sectoral_children"
    )
    external = models.BooleanField(default=False)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_until__isnull=False),
                name="unit_successor_needs_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(territorial_parent=F("code")) & ~Q(sectoral_parent=F("code")),
                name="unit_not_above_itself",
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("code")), name="unit_not_succeeding_itself"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                name="unit_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Another name under which a unit is written: a former name, or one used in daily speech."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "name"], name="alias_once_per_unit"),
        )

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A chair in a unit with its duties; it survives a change of the person sitting in it."""

    code = models.CharField(max_length=60, primary_key=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    duties = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField(default=100)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.title
