"""What is known of a stored file; its bytes lie under their digest, shared by equal uploads."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.db import models

from bihuan.registers.evidence.rules import kinds


class File(models.Model):
    """One upload. Its name may name a person: show it only to those who may read the matter."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=kinds.NAME_LENGTH)
    uploaded_at = models.DateTimeField()
    by_person = models.CharField(max_length=64, blank=True)
    by_post = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.media_type}, {self.size} bytes)"

    @property
    def path(self) -> PurePosixPath:
        """Where the bytes lie under the installation's directory."""
        return PurePosixPath("files", self.sha256[:2], self.sha256[2:])
