"""What other floors ask about the parties."""

from bihuan.registers.parties.queries.calendars import calendar_at, calendar_for, region_line
from bihuan.registers.parties.queries.people import (
    acting_in,
    actor_of,
    holders_of,
    people_called,
    person_name,
    posts_held,
)
from bihuan.registers.parties.queries.reading import forget, one_reading
from bihuan.registers.parties.queries.setting_up import planned
from bihuan.registers.parties.queries.units import (
    all_regions,
    all_units,
    answering,
    common_superior,
    post_of,
    posts_of_unit,
    posts_with,
    region_of,
    successor_of,
    superiors,
    unit_by_name,
    unit_of,
    units_named,
    units_under,
)

__all__ = [
    "acting_in",
    "actor_of",
    "all_regions",
    "all_units",
    "answering",
    "calendar_at",
    "calendar_for",
    "common_superior",
    "forget",
    "holders_of",
    "one_reading",
    "people_called",
    "person_name",
    "planned",
    "post_of",
    "posts_held",
    "posts_of_unit",
    "posts_with",
    "region_line",
    "region_of",
    "successor_of",
    "superiors",
    "unit_by_name",
    "unit_of",
    "units_named",
    "units_under",
]
