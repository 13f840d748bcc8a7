"""What the installation is told from outside; nothing else reads the environment."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

YES = {"1", "true", "yes", "on"}
AT_HOME = "127.0.0.1 localhost [::1]"


@dataclass(frozen=True, slots=True)
class Environment:
    """Where this installation keeps its data and how it is reached."""

    home: Path
    database_url: str
    allowed_hosts: tuple[str, ...]
    https: bool
    secrets: tuple[str, ...]
    language: str = "zh-hans"

    @property
    def demonstration(self) -> bool:
        """A marker file, not a variable: a slip in a unit file cannot open sign-in links."""
        return (self.home / "demonstration").exists()


def read(variables: Mapping[str, str] = os.environ) -> Environment:
    """Read the installation from `variables`; makes the home and its secret where missing."""
    home = Path(variables.get("BIHUAN_HOME") or "var").expanduser().resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Environment(
        home=home,
        database_url=variables.get("DATABASE_URL", "").strip(),
        allowed_hosts=_words(variables.get("BIHUAN_ALLOWED_HOSTS") or AT_HOME),
        https=variables.get("BIHUAN_HTTPS", "").strip().lower() in YES,
        language=_spoken(variables),
        secrets=_words(variables.get("BIHUAN_SECRET_KEY") or _kept_secret(home / "secret.key")),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _spoken(variables: Mapping[str, str]) -> str:
    """Chinese, unless the terminal speaks English."""
    said = (variables.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next(filter(None, said), "").startswith("en") else "zh-hans"


def _kept_secret(path: Path) -> str:
    """The secret of this installation, made once; two processes starting together agree.

    A former secret may stand on a later line: what it sealed can still be opened.
    """
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix="secret.")  # readable by us alone
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # A link appears whole or not at all, and does not replace the secret of a quicker process.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text()
