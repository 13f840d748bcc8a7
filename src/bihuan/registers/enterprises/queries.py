"""Finding a firm by its code or by a part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import Length

from bihuan.kernel.refused import Refused
from bihuan.registers.enterprises.models import Enterprise, NamePair
from bihuan.registers.enterprises.rules import credit_codes, firm_names

LIMIT = 20
LONGEST_READ = 300  # characters of a text in which a firm is looked for
CANDIDATES = 60


class Mention(NamedTuple):
    """A firm that a text may mean, and the words it is meant by."""

    name: str
    words: str


def enterprise_of(code: str) -> Enterprise:
    """The firm of a social credit code; refuses `enterprise.unknown`."""
    number = credit_codes.normal_code(code)
    found = Enterprise.objects.filter(code=number).first()
    if found is None:
        raise Refused("enterprise.unknown", number=number)
    return found


def find_enterprise(text: str) -> tuple[Enterprise, ...]:
    """Up to 20 firms by code, or by any part of a name past or present, the shortest name first.

    One query on an index. Width, case, brackets and the legal form (有限公司) do not matter.
    Refuses `enterprise.fragment-short`.
    """
    if credit_codes.looks_like_code(text):
        return tuple(Enterprise.objects.filter(code=credit_codes.normal_code(text)))
    fragment = firm_names.key_of(text)
    if len(fragment) < firm_names.SHORTEST_FRAGMENT:
        raise Refused("enterprise.fragment-short")
    pairs = firm_names.pairs_of(fragment)
    holding = (
        NamePair.objects.filter(pair__in=pairs)
        .values("enterprise")
        .annotate(found=Count("pair"))
        .filter(found=len(pairs))
    )
    # All pairs may stand in a name without standing side by side; `keys` has the last word.
    exact = Q(keys__contains=fragment)
    found = Enterprise.objects.filter(exact, pk__in=holding.values("enterprise"))
    return tuple(found.order_by(Length("name"), "pk")[:LIMIT])


def mentioned(text: str, places: Sequence[str] = ()) -> tuple[Mention, ...]:
    """Up to 20 firms whose own words the text begins to say, the most fully named first.

    `places` are the regions that names begin with and people leave out. Two queries on an index.
    """
    said = firm_names.normal_name(text[:LONGEST_READ])
    short = sorted({firm_names.normal_name(one) for one in places if len(one) > 1}, key=len)[::-1]
    pairs = firm_names.pairs_of(said) - firm_names.COMMON_PAIRS - set(short)
    if not pairs:
        return ()
    holding = NamePair.objects.filter(pair__in=pairs).values("enterprise")
    likely = holding.annotate(found=Count("pair")).order_by("-found", "enterprise")[:CANDIDATES]
    rows = Enterprise.objects.in_bulk([one["enterprise"] for one in likely])
    found = [
        Mention(row.name, max((_words(said, key, short) for key in row.keys.split("\n")), key=len))
        for row in rows.values()
    ]
    named = sorted((one for one in found if one.words), key=lambda m: (-len(m.words), len(m.name)))
    return tuple(named[:LIMIT])


def _words(said: str, key: str, places: Sequence[str]) -> str:
    return firm_names.mention(said, firm_names.own_words(key, places))
