"""What administrators do to the register, each entered in its book."""

from bihuan.registers.parties.actions.calendars import (
    Changed,
    import_notice,
    record_calendar_days,
)
from bihuan.registers.parties.actions.change import POSTS_CHANGED
from bihuan.registers.parties.actions.people import (
    close_account,
    correct_person,
    open_account,
    record_person,
    reseal_people,
    set_administers,
    set_password,
)
from bihuan.registers.parties.actions.places import (
    add_alias,
    dissolve_unit,
    place_unit,
    record_region,
    record_unit,
    record_units,
    rename_unit,
)
from bihuan.registers.parties.actions.posts import appoint, record_post, vacate
from bihuan.registers.parties.actions.setting_up import SetUp, set_up

__all__ = [
    "POSTS_CHANGED",
    "Changed",
    "SetUp",
    "add_alias",
    "appoint",
    "close_account",
    "correct_person",
    "dissolve_unit",
    "import_notice",
    "open_account",
    "place_unit",
    "record_calendar_days",
    "record_person",
    "record_post",
    "record_region",
    "record_unit",
    "record_units",
    "rename_unit",
    "reseal_people",
    "set_administers",
    "set_password",
    "set_up",
    "vacate",
]
