"""Tables of the trunk; a matter's row is the truth, its chain in the journal the record."""

from bihuan.matters.models.access import Access, Grant, Involvement
from bihuan.matters.models.answerlinks import AnswerLink
from bihuan.matters.models.content import Attachment, Content, Rating
from bihuan.matters.models.exports import Export
from bihuan.matters.models.followups import Lease, Notice, Progress, Repeat
from bihuan.matters.models.learnt import Learnt, Offer
from bihuan.matters.models.ledgers import Incoming, LedgerMap
from bihuan.matters.models.matter import Matter
from bihuan.matters.models.neighbours import CommonProblem, NeighbourKey
from bihuan.matters.models.papers import Paper, PaperTemplate, Press
from bihuan.matters.models.scorecards import Exclusion, Objection, ScoreRow, ScoreRun
from bihuan.matters.models.versions import MechanismDraft, MechanismVersion, Series

__all__ = [
    "Access",
    "AnswerLink",
    "Attachment",
    "CommonProblem",
    "Content",
    "Exclusion",
    "Export",
    "Grant",
    "Incoming",
    "Involvement",
    "Learnt",
    "Lease",
    "LedgerMap",
    "Matter",
    "MechanismDraft",
    "MechanismVersion",
    "NeighbourKey",
    "Notice",
    "Objection",
    "Offer",
    "Paper",
    "PaperTemplate",
    "Press",
    "Progress",
    "Rating",
    "Repeat",
    "ScoreRow",
    "ScoreRun",
    "Series",
]
