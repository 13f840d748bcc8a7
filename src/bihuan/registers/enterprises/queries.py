"""Finding a firm by its code or by a part of its name."""

from __future__ import annotations

from django.db.models import Count, Q
from django.db.models.functions import Length

from bihuan.kernel.refused import Refused
from bihuan.registers.enterprises.models import Enterprise, NamePair
from bihuan.registers.enterprises.rules import credit_codes, firm_names

LIMIT = 20


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
