"""An office whose mechanism declares suggestions, and the letters it has answered."""

from __future__ import annotations

from datetime import timedelta

from tests.matters import cast

from bihuan.kernel.actor import SYSTEM
from bihuan.matters.actions import publishing, receiving
from bihuan.matters.models import Content, Matter, MechanismVersion
from bihuan.matters.queries.suggesting import offering

LATER = cast.NOW + timedelta(days=40)
WORDS = {
    "housing": (
        "物业问题",
        "小区电梯坏了，物业收费高却不修，业委会也不管，请督促维修。",
        "estate",
    ),
    "water": ("河道问题", "河水发黑，水草淤积，河道没有人清理，雨天倒灌，请清淤。", "river"),
}
MORE = """
suggest: {confident: 0.5, least: 20}
classes: {estate: 物业, river: 河道}
"""


def declared(*, code: str = "learning", restricted: bool = False) -> MechanismVersion:
    """A mechanism whose table sends telephone calls to the street and leaves the rest open."""
    body = cast.DECLARED.format(
        code=code, owner="office", verifier="owner", restricted=str(restricted).lower()
    )
    body = body.replace("{otherwise: true, to: street", "{when: channel == phone, to: street")
    body += MORE + "access: {fallback: team-office}\n" if restricted else MORE
    return publishing.publish(body.encode(), region=cast.REGION, by=SYSTEM, now=cast.NOW)


def letter(version: MechanismVersion, unit: str, *, turn: int = 0, channel: str = "qr") -> Matter:
    title, text, _ = WORDS[unit]
    answers = {"title": title, "text": f"第{turn}次反映：{text}"}
    arrival = receiving.Arrival(channel, answers)
    return receiving.receive(version, arrival, by=SYSTEM, now=cast.NOW).matter


def answered(version: MechanismVersion, times: int = 12) -> list[Matter]:
    """Letters that the two bureaus have answered, in turns; the moves between are left out."""
    found = []
    for turn in range(times):
        for unit, (_, _, class_) in WORDS.items():
            row = letter(version, unit, turn=turn)
            at = cast.NOW + timedelta(hours=turn)
            Matter.objects.filter(pk=row.pk).update(
                unit=unit, class_code=class_, stage="closed", replied_at=at, closed_at=at
            )
            found.append(row)
    return found


def texts() -> list[str]:
    return list(Content.objects.values_list("text", flat=True))


def forget() -> None:
    """What one test has opened is not for the next: keys of rows come again."""
    offering.routes.cache_clear()
    offering.classes.cache_clear()
