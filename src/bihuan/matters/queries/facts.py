"""The facts a decision of the kernel rests on, fetched by the names it asks for."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from bihuan.kernel import worktime
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.facts import Facts, UnitFact
from bihuan.kernel.matter import Matter as State
from bihuan.kernel.stages import ENDED, Stage
from bihuan.kernel.step import needs
from bihuan.matters.models import Matter
from bihuan.matters.queries import merging
from bihuan.registers.parties.queries import reading
from bihuan.registers.parties.rules.directory import Directory

_ENDED = [stage.value for stage in ENDED]
_ANSWERED = (Stage.REPLIED.value, Stage.CLOSED.value)
_NAMING = ("unit", "suggested", "assist", "copy")


def facts_for(
    row: Matter,
    mechanism: Mechanism,
    state: State,
    action: str,
    params: Mapping[str, object],
    now: datetime,
) -> Facts:
    """The facts of this decision; those about units come from the directory, without a query."""
    wanted = needs(state, action)
    tree, on = reading.tree(), now.astimezone(worktime.LOCAL).date()
    if state.pending is not None and action == "sign":
        params = state.pending.params
    handling = tree.units.get(state.unit or "")
    owner = tree.answering(mechanism.owner, on)
    return Facts(
        owner=owner,
        owner_line=tree.superiors(owner, on) if owner in tree.units else (),
        verifier=_verifier(tree, mechanism, on),
        unit_line=tree.superiors(handling.code, on) if handling else (),
        common_superior=_ruler(tree, mechanism, state, params, on)
        if "common_superior" in wanted
        else None,
        superior=_superior(tree, state, on) if "superior" in wanted else None,
        parent_unit=row.parent.unit_id if row.parent_id and row.parent else None,
        units=_named(tree, _codes(mechanism, params), on) if "units" in wanted else {},
        open_parts=_open_parts(row) if "open_parts" in wanted else 0,
        open_predecessors=_open_predecessors(row) if "open_predecessors" in wanted else 0,
        external=handling.external if handling else False,
        parent_ended="parent_ended" in wanted and _parent_ended(row),
        into_open=_into_open(row, str(params.get("into") or ""))
        if "into_open" in wanted
        else None,
        into_answered="into_answered" in wanted and _into_answered(row),
        merged_here=_merged_here(row) if "merged_here" in wanted else 0,
        desks=_desks(tree, state) if "desks" in wanted else None,
    )


def _verifier(tree: Directory, mechanism: Mechanism, on: date) -> str:
    rule = mechanism.verify
    if rule is None or rule.by == "outside-unit-line":
        return ""
    return tree.answering(mechanism.owner if rule.by == "owner" else rule.by, on)


def _ruler(
    tree: Directory, mechanism: Mechanism, state: State, params: Mapping[str, object], on: date
) -> str | None:
    """Who rules on a return: the declared unit, or the common superior of the two units.

    Without a suggested unit: of the handling unit and the office that assigned it.
    """
    rule = mechanism.returns
    if rule is None or state.unit is None:
        return None
    if rule.ruled_by != "common_superior":
        return tree.answering(mechanism.owner if rule.ruled_by == "owner" else rule.ruled_by, on)
    asked = state.return_asked[1] if state.return_asked else str(params.get("suggested") or "")
    other = asked or tree.answering(mechanism.owner, on)
    if other not in tree.units or state.unit not in tree.units:
        return None
    return tree.common_superior(state.unit, other, on)


def _superior(tree: Directory, state: State, on: date) -> str | None:
    if state.unit is None or state.unit not in tree.units:
        return None
    return next(iter(tree.superiors(state.unit, on)), None)


def _named(tree: Directory, codes: Iterable[str], on: date) -> dict[str, UnitFact]:
    found = {}
    for code in codes:
        if code in tree.units and not tree.unit(code).ended(on):
            found[code] = UnitFact(code, tree.superiors(code, on), tree.unit(code).external)
    return found


def _codes(mechanism: Mechanism, params: Mapping[str, object]) -> Iterable[str]:
    accused = mechanism.access.accused_field
    if accused and params.get("field") == accused:  # a correction of who is complained of
        yield str(params.get("value") or "")
    for name in _NAMING:
        given = params.get(name)
        yield from (
            map(str, given)
            if isinstance(given, (list, tuple))
            else filter(None, [str(given or "")])
        )


def _open_parts(row: Matter) -> int:
    return Matter.objects.filter(parent=row).exclude(stage__in=_ENDED).count()


def _open_predecessors(row: Matter) -> int:
    if not row.part_after:
        return 0
    before = Matter.objects.filter(parent=row.parent_id, part_key__in=row.part_after)
    return before.exclude(stage__in=_ENDED).count()


def _parent_ended(row: Matter) -> bool:
    return bool(row.parent_id) and row.parent is not None and row.parent.stage in _ENDED


def _into_open(row: Matter, number: str) -> bool:
    """Whether the matter to merge into is an open one of the same region."""
    found = Matter.objects.filter(number=number, region=row.region_id)
    return found.exclude(stage__in=_ENDED).exists()


def _into_answered(row: Matter) -> bool:
    """Whether the matter that leads a merged one stands answered."""
    return merging.leading(row).stage in _ANSWERED


def _merged_here(row: Matter) -> int:
    return Matter.objects.filter(into=row.number, stage=Stage.MERGED.value).count()


def _desks(tree: Directory, state: State) -> frozenset[str]:
    return frozenset(p.code for p in tree.posts.values() if p.unit == state.unit and p.active)
