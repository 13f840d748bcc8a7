"""Writing the one file that holds an installation."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from bihuan import __version__
from bihuan.config.copies import archive, rows

SECRET = "secret.key"  # noqa: S105 - the name of the file
FILES = "files"


def back_up(
    home: Path, target: Path, *, secret: str, with_secret: bool, now: datetime
) -> dict[str, Any]:
    """Write the installation to `target` while it goes on working; returns the manifest.

    Refuses `backup.exists`. Without the secret, telephone numbers in it can be read by nobody, and
    it can be put back only where the secret is.
    """
    with tempfile.TemporaryDirectory(dir=home, prefix="backup.") as folder:
        scratch = Path(folder)
        # The rows first: a file that came meanwhile is one too many, none is missing.
        tables = rows.save(connection, scratch)
        members = {path.relative_to(scratch).as_posix(): path for path in _all(scratch)}
        members |= {path.relative_to(home).as_posix(): path for path in _all(home / FILES)}
        if with_secret:
            (scratch / SECRET).write_text(secret)
            members[SECRET] = scratch / SECRET
        facts = {
            "version": __version__,
            "made_at": now.isoformat(),
            "database": connection.vendor,
            "migrations": rows.migrations(connection),
            "tables": tables,
            "secret": fingerprint(secret.split(maxsplit=1)[0]),
        }
        return archive.pack(target, members, facts)


def fingerprint(secret: str) -> str:
    """Tells one secret from another and says nothing about it."""
    return hashlib.sha256(b"bihuan.backup:" + secret.encode()).hexdigest()[:16]


def _all(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and _is_kept(path))


def _is_kept(path: Path) -> bool:
    return path.parent.name != "incoming"
