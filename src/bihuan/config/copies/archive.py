"""The backup file itself: a tar of members, with a manifest that names the digest of each."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from bihuan.kernel.refused import Refused

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024
QUICKLY = 1  # the level of compression: rows shrink to a fifth with the least work


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(target: Path, members: Mapping[str, Path], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write the members and their manifest, whole or not at all; refuses `backup.exists`."""
    if target.exists():
        raise Refused("backup.exists", file=target)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    digests: dict[str, str] = {}
    manifest = {"format": FORMAT, **facts, "members": digests}
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=QUICKLY) as tar:
                for name, path in members.items():
                    digests[name] = digest_of(path)
                    tar.add(path, arcname=name, recursive=False)
                _add_text(tar, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
            os.fsync(file.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    data = text.encode()
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))


def unpack(source: Path, scratch: Path) -> dict[str, Any]:
    """Lay out the members under `scratch` and return the manifest; refuses `backup.damaged`."""
    try:
        with tarfile.open(source, mode="r:gz") as tar:
            for member in tar:
                _lay_out(tar, member, scratch)
        manifest: dict[str, Any] = json.loads((scratch / MANIFEST).read_text())
        digests: dict[str, str] = manifest["members"]
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError, KeyError) as fault:
        raise Refused("backup.damaged", file=source, member=MANIFEST) from fault
    if manifest["format"] != FORMAT:
        raise Refused("backup.newer", file=source, version=manifest.get("version", "?"))
    for name, digest in digests.items():
        path = scratch / name
        if not path.is_file() or digest_of(path) != digest:
            raise Refused("backup.damaged", file=source, member=name)
    return manifest


def _lay_out(tar: tarfile.TarFile, member: tarfile.TarInfo, scratch: Path) -> None:
    parts = PurePosixPath(member.name).parts
    content = tar.extractfile(member) if member.isfile() else None
    # A name that climbs out of the scratch folder, a link or a device was not put there by us.
    if content is None or not parts or ".." in parts or parts[0] == "/":
        raise tarfile.TarError(member.name)
    path = scratch.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        shutil.copyfileobj(content, file, CHUNK)
