"""Published versions compared with the book in which each publishing was written down."""

from collections.abc import Sequence
from hashlib import sha256

from bihuan.matters.models import MechanismVersion
from bihuan.registers.journal.models import Book
from bihuan.registers.journal.rules.chain import Record

BOOK = "mechanisms"


def differing(book_id: int, entries: Sequence[Record]) -> str | None:
    """The first version whose row or bytes are not what was published, as `code version`.

    A version that was never published, or that is gone, differs as well.
    """
    if not any(map(_tells, entries)) or not Book.objects.filter(pk=book_id, name=BOOK).exists():
        return None
    told = {_key(entry.data): str(entry.data["sha256"]) for entry in entries if _tells(entry)}
    for row in MechanismVersion.objects.order_by("pk"):
        key = (row.region_id, row.code, row.version)
        if told.pop(key, None) != row.sha256 or sha256(row.body).hexdigest() != row.sha256:
            return f"{row.code} {row.version}"
    return next((f"{code} {version}" for _region, code, version in told), None)


def _tells(entry: Record) -> bool:
    return entry.kind == "published"


def _key(data: dict[str, object]) -> tuple[str, str, str]:
    return str(data["region"]), str(data["code"]), str(data["version"])
