"""The sign-in links of the demonstration: one for each desk that is worth looking at."""

from __future__ import annotations

from datetime import date

from bihuan.cli.house import Link
from bihuan.config.demonstration.district import ADMINISTRATORS
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.models import Account
from bihuan.web import demonstration

# Unit and duty: who takes matters in, who handles them, who signs, who calls back, who leads.
DESKS = (
    ("hotline-office", "clerk"),
    ("hotline-office", "verifier"),
    ("hotline-office", "unit-head"),
    ("housing-bureau", "handler"),
    ("housing-bureau", "unit-head"),
    ("urban-management-bureau", "handler"),
    ("transport-bureau", "unit-deputy"),
    ("finance-office", "unit-deputy"),
    ("enterprise-service-office", "clerk"),
    ("enterprise-service-office", "verifier"),
    ("petition-office", "clerk"),
    ("inspection-team", "clerk"),
    ("inspection-team", "leader"),
    ("district-government", "leader"),
    ("district-government", "dispatcher"),
)


def links(address: str, *, on: date) -> list[Link]:
    """A link for each desk; refuses `demonstration.absent` outside the demonstration."""
    found = []
    for unit, duty in DESKS:
        post = parties.posts_with(unit, duty)[0]
        person = parties.holders_of([post.code], on)[post.code]
        account = Account.objects.get(person=person)
        name = parties.unit_of(unit).name
        found.append(_link(address, name, post.title, account.username))
    return [*found, *(_link(address, "", role, role) for role in ADMINISTRATORS)]


def _link(address: str, unit: str, role: str, username: str) -> Link:
    token = demonstration.make(username)
    return Link(unit, role, username, f"{address}/demo/{token}/")
