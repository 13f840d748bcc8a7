from __future__ import annotations

from django.db import models

from bihuan.matters.models.matter import Matter


class AnswerLink(models.Model):
    """Leave for one post to answer one matter once through a link; only an index of its token is
    kept, so that nobody can make the link again from the table.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="answer_links")
    post = models.CharField(max_length=64)
    token_index = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)  # the post
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.post} {self.matter_id}"
