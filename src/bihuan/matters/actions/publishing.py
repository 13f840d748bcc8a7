"""Publishing a mechanism version: a recorded act that keeps its bytes and their hash."""

from datetime import datetime

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import published
from bihuan.matters.models import MechanismVersion
from bihuan.mechanisms import checker
from bihuan.registers.journal import actions as journal
from bihuan.registers.parties import queries as parties


def publish(body: bytes, *, region: str, by: Actor, now: datetime) -> MechanismVersion:
    """Publish a declaration for a region; the same bytes again change nothing.

    Refuses one that fails its check (`mechanism.invalid`) and other bytes under a version that
    is already published (`mechanism.version-taken`), and one whose owner is not a unit on record
    (`mechanism.owner-unknown`): nobody could accept its matters. Before the first unit is on
    record, while an installation is set up, any owner will do.
    """
    loaded = checker.admit(body, "publish")
    mechanism = loaded.mechanism
    known = {unit.code for unit in parties.all_units()}
    if known and mechanism.owner not in known:
        raise Refused("mechanism.owner-unknown", code=mechanism.code, owner=mechanism.owner)
    with transaction.atomic():
        kept = MechanismVersion.objects.filter(
            region_id=region, code=mechanism.code, version=mechanism.version
        ).first()
        if kept is not None:
            if kept.sha256 == loaded.sha256:
                return kept
            raise Refused("mechanism.version-taken", code=kept.code, version=kept.version)
        version = MechanismVersion.objects.create(
            region_id=region, code=mechanism.code, version=mechanism.version,
            title=mechanism.title, owner=mechanism.owner, verified_by=_verifier(mechanism),
            restricted=mechanism.restricted,
            body=body, sha256=loaded.sha256, published_at=now, published_by=by.post,
        )  # fmt: skip
        journal.record(
            published.BOOK,
            kind="published",
            payload={
                "region": region, "code": version.code, "version": version.version,
                "sha256": version.sha256,
            },
            author=by,
            happened_at=now,
            recorded_at=now,
        )  # fmt: skip
    return version


def _verifier(mechanism: Mechanism) -> str:
    if mechanism.verify is None:
        return ""
    return mechanism.owner if mechanism.verify.by == "owner" else mechanism.verify.by
