"""Files as they come with a form."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from bihuan.kernel.actor import Actor
from bihuan.registers.evidence import actions as evidence


def keep(upload: UploadedFile[bytes], actor: Actor, now: datetime) -> int:
    """Take one uploaded file in; refuses what evidence refuses."""
    kept = evidence.keep(
        upload, name=upload.name or "", by=actor, now=now, root=settings.BIHUAN_HOME
    )
    return int(kept.pk)
