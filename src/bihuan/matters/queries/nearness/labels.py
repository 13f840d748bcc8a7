"""Texts that name a kind of matter and say nothing of this one: they are no repeat of anything."""

from collections.abc import Mapping

from django.db.models import Count

from bihuan.matters.models import Matter
from bihuan.matters.rules.nearness import judging


def labels(texts: Mapping[str, int], *, restricted: bool) -> frozenset[str]:
    """The digests of those texts that are labels, given the shingles each of them has."""
    asked = [digest for digest, said in texts.items() if digest and said < judging.LABEL]
    same = Matter.objects.filter(text_digest__in=asked, parent=None, restricted=restricted)
    many = same.values("text_digest").annotate(shared=Count("pk")) if asked else ()
    shared = {each["text_digest"]: each["shared"] for each in many}
    return frozenset(
        digest for digest in asked if judging.is_label(texts[digest], shared.get(digest, 0))
    )
