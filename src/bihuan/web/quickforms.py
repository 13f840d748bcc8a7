"""The page of the quick intake: what came with the field, and each proposal as a small form."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from bihuan.kernel.actor import Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.refused import Refused
from bihuan.matters.queries.proposing import Proposal
from bihuan.registers.evidence import queries as evidence
from bihuan.registers.evidence.rules.texts import ENCODINGS
from bihuan.web import askforms, sentences, uploads
from bihuan.web.moveforms import Asked, Option

READ_AS_TEXT = frozenset({".txt", ".csv", ".tsv", ".htm", ".html", ".md"})
LONGEST_TEXT = 1024 * 1024
SHOWN_IN_PAGE = 3 * 1024 * 1024
SALT = "quick-picture"
KEPT_FOR = 24 * 60 * 60
SAID, PICTURES, FILES = "said", "picture", "files"


@dataclass(frozen=True, slots=True)
class Picture:
    """A file kept at reading, to be attached at taking in; `token` stands for it in the form."""

    token: str
    name: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One proposal on the page."""

    proposal: Proposal
    main: tuple[Asked, ...]
    more: tuple[Asked, ...]
    missing: str
    picked: bool
    refused: str = ""


def given(request: HttpRequest, actor: Actor, now: datetime) -> tuple[str, list[Picture]]:
    """The text of the field and of text files, and the pictures kept.

    Refuses what evidence refuses, and a text file of more than a megabyte.
    """
    said = [request.POST.get(SAID, "").replace("\r\n", "\n")]
    kept = [found for token in request.POST.getlist(PICTURES) if (found := _again(token, actor))]
    for upload in request.FILES.getlist(FILES):
        if PurePath(upload.name or "").suffix.lower() in READ_AS_TEXT:
            said.append(_text(upload))
        else:
            kept.append(_kept(upload, actor, now))
    return "\n".join(one for one in said if one.strip()), kept


def picture(token: str, actor: Actor) -> int | None:
    """The file a token stands for, if this person brought it; None for any other."""
    try:
        pk, person, _name = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(pk) if person == actor.person else None


def cards(
    found: Iterable[Proposal],
    mechanism: Mechanism,
    posted: Mapping[str, Mapping[str, Any]],
    refused: Mapping[str, Refused],
    picked: Iterable[str] | None,
) -> list[Card]:
    """The proposals as forms, with what was corrected and what was refused of them."""
    ticked = None if picked is None else set(picked)
    return [
        _card(one, mechanism, posted.get(one.key), refused.get(one.key), ticked) for one in found
    ]


def _card(
    one: Proposal,
    mechanism: Mechanism,
    typed: Mapping[str, Any] | None,
    refused: Refused | None,
    ticked: set[str] | None,
) -> Card:
    read = {name: reading.value for name, reading in one.readings.items()}
    values = read if typed is None else typed
    sentence = sentences.of(refused) if refused else ""
    wrong = str(refused.facts.get("field", "")) if refused else ""
    asked = [
        _asked(each, one, typed is None)
        for each in askforms.fields(mechanism, values, wrong, sentence)
        if each.kind != "files"
    ]
    main = tuple(each for each in asked if each.value or each.values or each.required)
    missing = [each.label for each in asked if each.required and not (each.value or each.values)]
    return Card(
        one, main, tuple(each for each in asked if each not in main), "、".join(missing),
        picked=not one.known if ticked is None else one.key in ticked, refused=sentence,
    )  # fmt: skip


def _asked(each: Asked, one: Proposal, fresh: bool) -> Asked:  # noqa: FBT001 - drawn or redrawn
    reading = one.readings.get(each.name) if fresh else None
    help_ = each.help
    if reading and reading.words:
        help_ = _("read from “%(words)s”") % {"words": reading.words}
    options = each.options
    if each.kind == "enterprise":
        options = tuple(Option(name, name) for name in one.firms)
    return replace(each, name=f"{one.key}-{each.name}", help=help_, options=options)


def _text(upload: UploadedFile[bytes]) -> str:
    if (upload.size or 0) > LONGEST_TEXT:
        raise Refused("file.too-large", megabytes=1)
    data = upload.read()
    for encoding in ENCODINGS:
        try:
            return str(data.decode(encoding)).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise Refused("file.damaged")


def _kept(upload: UploadedFile[bytes], actor: Actor, now: datetime) -> Picture:
    pk = uploads.keep(upload, actor, now)
    name = upload.name or ""
    token = signing.dumps([pk, actor.person, name], salt=SALT)
    return Picture(token, name, _shown(pk))


def _again(token: str, actor: Actor) -> Picture | None:
    pk = picture(token, actor)
    if pk is None:
        return None
    name = str(signing.loads(token, salt=SALT)[2])
    return Picture(token, name, _shown(pk))


def _shown(pk: int) -> str:
    """The picture as it may stand in the page itself; "" for what is none or is too large."""
    found = evidence.file_of(pk)
    if not found.media_type.startswith("image/") or found.size > SHOWN_IN_PAGE:
        return ""
    body = evidence.place_of(found, settings.BIHUAN_HOME).read_bytes()
    return f"data:{found.media_type};base64,{base64.b64encode(body).decode()}"
