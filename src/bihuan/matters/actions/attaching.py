"""Files that come with a move: named in its answers by their digest, kept by reference."""

from collections.abc import Mapping, Sequence

from bihuan.kernel.refused import Refused
from bihuan.matters.models import Attachment, Matter
from bihuan.registers.evidence.models import File


def named(params: Mapping[str, object], files: Sequence[int]) -> dict[str, object]:
    """The answers with the digests of the files; refuses `file.unknown` for one not kept."""
    if not files:
        return dict(params)
    found = dict(File.objects.filter(pk__in=files).values_list("pk", "sha256"))
    for pk in files:
        if pk not in found:
            raise Refused("file.unknown", file=pk)
    return {**params, "files": [found[pk] for pk in files]}


def attach(row: Matter, files: Sequence[int], kind: str = "evidence") -> None:
    """Hang the files on the entry that was just appended to the chain of the matter."""
    Attachment.objects.bulk_create(
        Attachment(matter=row, file_id=pk, seq=row.length, kind=kind) for pk in files
    )
