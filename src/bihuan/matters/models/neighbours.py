from __future__ import annotations

from django.db import models

from bihuan.matters.models.matter import Matter


class NeighbourKey(models.Model):
    """One of the keys a matter is found by: of its words, its firm, the places it names.

    A key is a hash and says nothing by itself. Restricted matters have none.
    """

    pk = models.CompositePrimaryKey("key", "matter_id")
    key = models.BigIntegerField()
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.key} {self.matter_id}"


class CommonProblem(models.Model):
    """A matter that stands for a problem of many: the others were merged into it by a clerk.

    Who is behind it is told by `into` of the merged matters; here stands what nothing else says.
    """

    matter = models.OneToOneField(
        Matter, models.PROTECT, primary_key=True, related_name="common_problem"
    )
    title = models.CharField(max_length=200)
    confirmed_by = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title
