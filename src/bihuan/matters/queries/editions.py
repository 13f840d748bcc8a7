"""Published mechanism versions as rows, and the very bytes of one of them."""

from collections.abc import Iterator

from bihuan.kernel.refused import Refused
from bihuan.matters.models import MechanismVersion


def published(region: str = "") -> Iterator[dict[str, object]]:
    """Every published version, oldest first; the newest of each code is the one in force."""
    found = MechanismVersion.objects.order_by("published_at", "pk")
    versions = list(found.filter(region_id=region) if region else found)
    newest = {(each.region_id, each.code): each.pk for each in versions}
    for each in versions:
        yield {
            "code": each.code,
            "version": each.version,
            "title": each.title,
            "owner": each.owner,
            "restricted": each.restricted,
            "region": each.region_id,
            "in_force": newest[each.region_id, each.code] == each.pk,
            "published_at": each.published_at,
            "published_by": each.published_by,
            "sha256": each.sha256,
        }


def body_of(region: str, code: str, version: str = "") -> tuple[str, bytes]:
    """The name and the bytes of a version, the newest where none is named.

    Refuses `mechanism.unknown`.
    """
    found = MechanismVersion.objects.filter(region_id=region, code=code)
    if version:
        found = found.filter(version=version)
    row = found.order_by("-published_at", "-pk").first()
    if row is None:
        raise Refused("mechanism.unknown", code=f"{code}@{version}" if version else code)
    return f"{row.code}@{row.version}", bytes(row.body)
