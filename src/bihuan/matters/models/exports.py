from __future__ import annotations

from django.db import models


class Export(models.Model):
    """One list that left the house: by whom, when, with which columns, and how many matters.

    Its key stands in the sheet, so that what comes back can be held against what went out; the
    columns of a post's last export are the ones it is offered next time.
    """

    made_at = models.DateTimeField()
    by_person = models.CharField(max_length=64)
    by_post = models.CharField(max_length=64)
    columns = models.JSONField(default=list)  # [code, heading] in their order
    wished = models.JSONField(default=dict)  # the filter, or the queue of the desk
    rows = models.PositiveIntegerField(null=True)  # until the last row was written

    class Meta:
        indexes = (models.Index(fields=["by_post", "id"], name="export_of_post"),)

    def __str__(self) -> str:
        return f"export {self.pk}"
