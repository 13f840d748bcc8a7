"""Putting an installation back from the one file that holds it."""

from __future__ import annotations

import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from bihuan.config.copies import archive, backing_up, rows
from bihuan.kernel.refused import Refused


def restore(
    home: Path, source: Path, *, secret: str, force: bool, now: datetime
) -> dict[str, Any]:
    """Put the installation back as it was when `source` was written; returns the manifest.

    Nothing is touched before the whole file was checked. What is here now is backed up first, and
    `kept` in the answer says where. Refuses `backup.damaged`, `backup.newer`,
    `backup.other-database`, `backup.secret-missing`, and `backup.has-data` unless `force`.
    """
    with tempfile.TemporaryDirectory(dir=home, prefix="restore.") as folder:
        scratch = Path(folder)
        manifest = archive.unpack(source, scratch)
        _check(manifest, source)
        inside = scratch / backing_up.SECRET
        _check_secret(manifest, inside, secret, home)
        kept = _keep_present(home, secret=secret, force=force, now=now)
        rows.load(connection, scratch, manifest["migrations"], manifest["tables"])
        _put_files(scratch / backing_up.FILES, home / backing_up.FILES)
        if inside.exists():
            inside.chmod(0o600)
            inside.replace(home / backing_up.SECRET)
    return {**manifest, "kept": str(kept) if kept else None}


def _check(manifest: dict[str, Any], source: Path) -> None:
    if manifest["database"] != connection.vendor:
        raise Refused(
            "backup.other-database",
            file=source,
            theirs=manifest["database"],
            ours=connection.vendor,
        )
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if not known.issuperset(manifest["migrations"]):
        raise Refused("backup.newer", file=source, version=manifest["version"])


def _check_secret(manifest: dict[str, Any], inside: Path, secret: str, home: Path) -> None:
    candidates = secret.split()
    # A secret given from outside prevails over a file, so the file is of no use beside it.
    if inside.exists() and (home / backing_up.SECRET).exists():
        candidates += inside.read_text().split()
    if manifest["secret"] not in map(backing_up.fingerprint, candidates):
        raise Refused("backup.secret-missing")


def _keep_present(home: Path, *, secret: str, force: bool, now: datetime) -> Path | None:
    if not rows.hold_something(connection):
        return None
    if not force:
        raise Refused("backup.has-data", home=home)
    kept = home / "backups" / f"before-restore-{now:%Y%m%d-%H%M%S}.tar.gz"
    backing_up.back_up(home, kept, secret=secret, with_secret=True, now=now)
    return kept


def _put_files(saved: Path, place: Path) -> None:
    """A file lies under its digest, so one that is here already is the same."""
    for path in saved.rglob("*"):
        target = place / path.relative_to(saved)
        if path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)  # noqa: PTH105 - says that it replaces
