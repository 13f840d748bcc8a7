"""Who hears what: every listener that a higher floor puts into a list of a lower one.

A floor that must wake a higher one offers a typed list of callables and calls what it finds there.
This page fills those lists, and nothing else does: to see what happens when the journal is
verified, or a matter closed, read here.
"""

from __future__ import annotations

from django.conf import settings

from bihuan.config import learning, ledgers, lists, scores
from bihuan.matters.actions import published, rebuilding, regranting
from bihuan.matters.actions.scoring import rebuilding as scored
from bihuan.matters.models import Matter, Paper, ScoreRun
from bihuan.registers.jobs import kinds
from bihuan.registers.journal import verification
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties import secrecy


def wire() -> None:
    """Fill the lists, and hand the installation's secret to those who seal with it."""
    hand_over_secret()
    # The verification compares each matter with its chain: where it ends, and what it says.
    verification.CHAINS.append(verification.rows_of(Matter))
    verification.CHAINS.append(verification.rows_of(Paper))
    verification.REBUILDERS.append(verification.Rebuilder("matter", rebuilding.differing))
    verification.REBUILDERS.append(verification.Rebuilder("book", published.differing))
    verification.CHAINS.append(verification.rows_of(ScoreRun))
    verification.REBUILDERS.append(verification.Rebuilder("score", scored.differing))
    # Who may read a restricted matter follows the posts: at once, and by the minute if it failed.
    registers.POSTS_CHANGED.append(lambda by, now: regranting.revise_all(by=by, now=now))
    kinds.register(*lists.KINDS, *ledgers.KINDS, *scores.KINDS, *learning.KINDS)


def hand_over_secret() -> None:
    """Let the numbers be sealed with the secret that the settings name now."""
    former = (secret.encode() for secret in settings.SECRET_KEY_FALLBACKS)
    secrecy.use_key(settings.SECRET_KEY.encode(), *former)
