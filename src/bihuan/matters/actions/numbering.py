"""Numbers given out in series; a number once given is never given again."""

from django.db.models import F

from bihuan.matters.models import Series
from bihuan.matters.rules import numbers


def next_number(series: str) -> str:
    """The next number of a series; the row is locked until the transaction ends."""
    return reserve(series, 1)[0]


def reserve(series: str, many: int) -> list[str]:
    """The next numbers of a series, reserved together."""
    Series.objects.get_or_create(name=series)
    Series.objects.filter(name=series).update(last=F("last") + many)
    last = Series.objects.values_list("last", flat=True).get(name=series)
    return [numbers.number(series, place) for place in range(last - many + 1, last + 1)]
