"""Published mechanism versions, compiled once per process: their bytes never change."""

from functools import lru_cache

from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.refused import Refused
from bihuan.matters.models import MechanismVersion
from bihuan.mechanisms import loading


@lru_cache(maxsize=256)
def compiled(version_id: int) -> Mechanism:
    """The compiled declaration of a published version."""
    version = MechanismVersion.objects.get(pk=version_id)
    return loading.load(bytes(version.body), version.code).mechanism


def current(region: str, code: str) -> MechanismVersion:
    """The version in force for new matters; refuses `mechanism.unknown`."""
    found = MechanismVersion.objects.filter(region_id=region, code=code)
    version = found.order_by("-published_at", "-pk").first()
    if version is None:
        raise Refused("mechanism.unknown", code=code)
    return version


def in_force(region: str) -> list[MechanismVersion]:
    """The newest version of each mechanism of a region, by code."""
    newest: dict[str, MechanismVersion] = {}
    for version in MechanismVersion.objects.filter(region_id=region).order_by(
        "published_at", "pk"
    ):
        newest[version.code] = version
    return sorted(newest.values(), key=lambda v: v.code)
