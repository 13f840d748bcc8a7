"""Compiles a document into the kernel's declaration: what is left unsaid gets its default here."""

import re
from collections.abc import Mapping
from datetime import date

from bihuan.kernel import declaration
from bihuan.mechanisms import clocks, forms
from bihuan.mechanisms.conditions.parsing import Asked
from bihuan.mechanisms.drafts import QUESTIONS, Draft
from bihuan.mechanisms.faults import refusal
from bihuan.mechanisms.reading import Path, Tree
from bihuan.mechanisms.schema.document import Document
from bihuan.mechanisms.schema.ending import Closing

# The usual closing kinds: what each is called and whether it may count as solved.
CLOSINGS: Mapping[str, tuple[str, bool]] = {
    "solved": ("实际解决", True),
    "partly": ("部分解决", False),
    "explained": ("解释说明", False),
    "legal-route": ("转法定途径", False),
    "supported": ("予以支持", True),
    "denied": ("不予支持", False),
}
# What a unit states when it returns a matter, as the kernel's move calls it.
_NEEDS: Mapping[str, str] = {"suggested_unit": "suggested"}
_PLACES = ("unit", "choice")  # fields that figures by town may go by
_UNIT_OF = re.compile(r"unit_of\(\s*(\w[\w-]*)\s*\)")
_CODE = re.compile(r"\w[\w-]{0,63}")


def compile_document(document: Document, tree: Tree) -> declaration.Mechanism:
    """The declaration; refuses `mechanism.invalid` with every fault that keeps it from running."""
    draft = Draft(document, tree)
    found = _compiled(draft)
    if draft.faults:
        raise refusal(tree.name, draft.faults)
    return found


def _compiled(draft: Draft) -> declaration.Mechanism:
    document = draft.document
    fields = forms.compiled(draft)
    return declaration.Mechanism(
        code=document.mechanism,
        version=document.version,
        title=document.title,
        owner=document.owner,
        basis=_basis(draft),
        channels=tuple(document.channels),
        channel_kinds=document.channels,
        fields=fields,
        clocks=clocks.compiled(draft),
        closings=_closings(draft),
        classes=document.classes,
        classings=_classings(draft),
        confirm_first=document.confirm is not None,
        window=_window(draft),
        refusals=_refusals(draft),
        routes=_routes(draft),
        returns=_returns(document),
        signoffs=dict(document.signoff),
        escalations=tuple(
            declaration.Escalation(step.clock, step.at, step.do, step.to, step.draft)
            for step in document.escalate
        ),
        parts=_parts(draft),
        verify=_verify(draft),
        rate=_rate(document),
        carry=_carry(document),
        reviews=tuple(
            declaration.Review(level.name, level.ask_within, level.by) for level in document.review
        ),
        restricted=document.restricted,
        record_only=document.record_only,
        letters=document.letters,
        grounds=document.grounds,
        quiet=(document.quiet.begins, document.quiet.ends) if document.quiet else None,
        score=_score(draft),
        title_field=forms.serving(draft, "title", "line"),
        text_field=forms.serving(draft, "text", "text"),
        access=_access(draft),
        publication=_publication(document),
        platform=document.platform,
        follows=document.follows or "",
        suggest=_suggest(document),
    )


def _basis(draft: Draft) -> declaration.Basis:
    basis = draft.document.basis
    if basis.since and basis.until and basis.until < basis.since:
        draft.fault(("basis", "until"), "dates.order")
    return declaration.Basis(
        basis.issuer, basis.title, basis.number, basis.article, basis.since, basis.until
    )


def _window(draft: Draft) -> tuple[date | None, date | None]:
    window = draft.document.window
    if window.opens and window.closes and window.closes < window.opens:
        draft.fault(("window", "until"), "dates.order")
    return (window.opens, window.closes)


def _refusals(draft: Draft) -> dict[str, declaration.Refusal]:
    found: dict[str, declaration.Refusal] = {}
    for place, ground in enumerate(draft.document.refuse):
        path: Path = ("refuse", place)
        if ground.code in found:
            draft.fault((*path, "code"), "refuse.twice", code=ground.code)
        judged = ground.when == "judge"
        when = None if judged else draft.condition((*path, "when"), ground.when, draft.asked())
        found[ground.code] = declaration.Refusal(
            ground.code, ground.label or ground.tell, ground.tell, when,
            ground.decided_by, ground.contest,
        )  # fmt: skip
    return found


def _classings(draft: Draft) -> tuple[declaration.Classing, ...]:
    found = []
    for place, row in enumerate(draft.document.classify):
        path: Path = ("classify", place)
        if row.gives not in draft.document.classes:
            known = ", ".join(draft.document.classes)
            facts = {"class": row.gives, "known": known}
            draft.fault((*path, "class"), "clock.class-unknown", **facts)
        when = _row_when(draft, path, row.when, otherwise=row.otherwise, asked=_unclassed(draft))
        found.append(declaration.Classing(row.gives, row.why, when))
    return tuple(found)


def _unclassed(draft: Draft) -> dict[str, Asked]:
    """What may be asked before the class is known."""
    return {name: asked for name, asked in draft.asked().items() if name != "class"}


def _row_when(
    draft: Draft, path: Path, when: str | None, *, otherwise: bool, asked: Mapping[str, Asked]
) -> declaration.Condition | None:
    """The condition of a row of a table, None for its `otherwise`; notes neither and both."""
    if when is None and not otherwise:
        draft.fault(path, "route.when-missing")
    if when is not None and otherwise:
        draft.fault(path, "route.when-twice")
    return draft.condition((*path, "when"), when, asked) if when is not None else None


def _routes(draft: Draft) -> tuple[declaration.Route, ...]:
    found = []
    for place, row in enumerate(draft.document.route):
        path: Path = ("route", place)
        when = _row_when(draft, path, row.when, otherwise=row.otherwise, asked=draft.asked())
        to = _to(draft, (*path, "to"), row.to)
        assist, copied = (
            _several(draft, (*path, key), units)
            for key, units in (("assist", row.assist), ("copy", row.copied))
        )
        found.append(declaration.Route(to, row.why, when, assist, copied, row.letter))
    return tuple(found)


def _several(draft: Draft, path: Path, written: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_to(draft, path, one, ("unit", "units")) for one in written)


def _to(draft: Draft, path: Path, written: str, kinds: tuple[str, ...] = ("unit",)) -> str:
    """A unit code as it is; `unit_of(park)` as the kernel's `field:park`."""
    named = _UNIT_OF.fullmatch(written)
    if named is None:
        if not _CODE.fullmatch(written):
            draft.fault(path, "route.to-wrong", to=written)
        return written
    asked = draft.document.form.get(named[1])
    if asked is None or asked.kind not in kinds:
        draft.fault(path, "route.to-wrong", to=written)
    return f"field:{named[1]}"


def _returns(document: Document) -> declaration.Return | None:
    rule = document.returns
    if rule is None:
        return None
    needs = tuple(_NEEDS.get(need, need) for need in rule.needs)
    return declaration.Return(needs, rule.ruled_by, rule.final)


def _parts(draft: Draft) -> tuple[declaration.Part, ...]:
    return tuple(
        declaration.Part(
            part.key, part.label, _to(draft, ("parts", place, "to"), part.to), part.after
        )
        for place, part in enumerate(draft.document.parts)
    )


def _closings(draft: Draft) -> dict[str, declaration.Closing]:
    found: dict[str, declaration.Closing] = {}
    for place, kind in enumerate(draft.document.close):
        if kind.code in found:
            draft.fault(("close", place), "closing.twice", code=kind.code)
        found[kind.code] = _closing(draft, place, kind)
    return found


def _closing(draft: Draft, place: int, kind: Closing) -> declaration.Closing:
    label, solves = CLOSINGS.get(kind.code, (kind.label, kind.solves))
    if kind.label is not None:
        label = kind.label
    if kind.solves is not None:
        solves = kind.solves
    if label is None or solves is None:
        draft.fault(("close", place), "closing.unexplained", code=kind.code)
    return declaration.Closing(kind.code, label or kind.code, bool(solves))


def _verify(draft: Draft) -> declaration.Verify | None:
    rule = draft.document.verify
    if rule is None:
        return None
    asked: dict[str, Asked] = {name: QUESTIONS[name] for name in rule.asks}
    when = draft.condition(("verify", "reopens", "when"), rule.reopens.when, asked)
    return declaration.Verify(
        rule.by, rule.share, rule.asks, rule.reopens.times, when, rule.reopens.by
    )


def _rate(document: Document) -> declaration.Rate | None:
    rule = document.rate
    return declaration.Rate(rule.scale, rule.sealed_until, rule.shown_from) if rule else None


def _carry(document: Document) -> declaration.Carry | None:
    rule = document.carry
    return declaration.Carry(rule.times, rule.longest) if rule else None


def _score(draft: Draft) -> declaration.Score:
    rule = draft.document.score
    asked = draft.document.form.get(rule.town)
    if rule.town not in ("region", "unit") and (asked is None or asked.kind not in _PLACES):
        draft.fault(("score", "town"), "score.town-wrong", town=rule.town)
    return declaration.Score(
        rule.response, rule.solution, rule.satisfaction, rule.min_sample,
        rule.ranks, rule.objection_within,
        rule.responds, rule.town, rule.exclusions, rule.signed_by,
    )  # fmt: skip


def _access(draft: Draft) -> declaration.Access:
    rule = draft.document.access
    return declaration.Access(
        rule.readers,
        forms.serving(draft, "accused"),
        rule.hide_from_accused,
        rule.hide_person,
        rule.fallback or "",
    )


def _suggest(document: Document) -> declaration.Suggest | None:
    rule = document.suggest
    return declaration.Suggest(rule.confident, rule.least) if rule else None


def _publication(document: Document) -> declaration.Publication:
    rule = document.publication
    return declaration.Publication(rule.figures, rule.every, rule.small_cells, rule.cases)
