"""What the codes of the kernel are called on the screen; English here, Chinese in the locale."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

STAGES: Words = {
    "received": _("To be accepted"),
    "accepted": _("Accepted, to be assigned"),
    "assigned": _("To be signed for"),
    "contested": _("Returned, to be ruled on"),
    "handling": _("Being handled"),
    "replied": _("Answered, to be called back"),
    "closed": _("Struck off"),
    "refused": _("Not accepted"),
    "merged": _("Merged"),
    "withdrawn": _("Withdrawn"),
    "handed-over": _("Handed over"),
}

PAPERS: Words = {
    "draft": _("Draft"),
    "signing": _("To be signed"),
    "signed": _("Signed, to be issued"),
    "issued": _("Issued"),
    "revoked": _("Revoked"),
}

JOB_STATES: Words = {
    "waiting": _("Waiting for its turn"),
    "running": _("Under way"),
    "done": _("Done"),
    "failed": _("Stopped by a fault"),
    "refused": _("Could not be done"),
}

# What an edited cell, and a row of an edited list, comes to.
VERDICTS: Words = {
    "change": _("will be changed"),
    "already": _("says so already"),
    "conflict": _("changed by somebody else meanwhile: not taken"),
    "fixed": _("not changed by a sheet: not taken"),
    "emptied": _("an emptied cell is no instruction: not taken"),
    "undone": _("not taken with its row"),
}
FATES: Words = {
    "accepted": _("can be taken"),
    "partly": _("can be taken in part"),
    "rejected": _("cannot be taken"),
    "unchanged": _("nothing to do"),
}

ACTIONS: Words = {
    "confirm": _("Record the verification call"),
    "accept": _("Accept"),
    "refuse": _("Do not accept"),
    "reconsider": _("Take up again"),
    "merge": _("Merge into another"),
    "unmerge": _("Take out of the merging"),
    "assign": _("Assign"),
    "release": _("Release the part"),
    "sign-for": _("Sign for it"),
    "return": _("Return it"),
    "rule": _("Rule on the return"),
    "pass-on": _("Pass to a desk"),
    "contact": _("Note the contact"),
    "progress": _("Note progress"),
    "refer-up": _("Refer upward"),
    "extend": _("Ask for an extension"),
    "suspend": _("Suspend the clock"),
    "resume": _("Resume the clock"),
    "reply": _("Answer"),
    "call-back": _("Record the call-back"),
    "reopen": _("Send back for handling"),
    "rate": _("Rate"),
    "strike-off": _("Strike off"),
    "carry": _("Carry on the book"),
    "ask-review": _("Ask for a review"),
    "withdraw": _("Withdraw"),
    "hand-over": _("Hand over elsewhere"),
    "recall": _("Recall the assignment"),
    "reclassify": _("Change the class"),
    "correct": _("Correct an entry"),
    "set-date": _("Set a date by note"),
    "platform": _("Enter the higher platform's number"),
    "notice": _("Log a notice served"),
    "sign": _("Sign"),
    "decline": _("Decline to sign"),
    "receive": _("Take in"),
    "tick": _("Clock step"),
    "recount": _("Recount"),
    "link": _("Answer by link"),
}

# What the timeline says of an entry; `{who}` stands before it.
DONE: Words = {
    "receive": _("The matter came in"),
    "part": _("Opened as a part"),
    "confirm": _("Verified by telephone"),
    "accept": _("Accepted"),
    "refuse": _("Not accepted"),
    "reconsider": _("Taken up again"),
    "merge": _("Merged into another matter"),
    "unmerge": _("Taken out of the merging, back where it stood"),
    "assign": _("Assigned"),
    "release": _("Released: the parts before it have ended"),
    "sign-for": _("Signed for"),
    "return": _("Returned by the unit"),
    "rule": _("Ruled on the return"),
    "pass-on": _("Passed to a desk"),
    "contact": _("Contacted the person"),
    "progress": _("Progress"),
    "refer-up": _("Referred upward"),
    "extend": _("Extension granted"),
    "suspend": _("Clock suspended"),
    "resume": _("Clock resumed"),
    "reply": _("Answered"),
    "call-back": _("Called the person back"),
    "reopen": _("Sent back for handling"),
    "rate": _("Rated by the person"),
    "strike-off": _("Struck off"),
    "carry": _("Carried on the book"),
    "ask-review": _("Review asked for"),
    "withdraw": _("Withdrawn by the person"),
    "hand-over": _("Handed over elsewhere"),
    "recall": _("Assignment recalled"),
    "reclassify": _("Class changed"),
    "correct": _("Correction of an earlier entry"),
    "set-date": _("Date set by note"),
    "platform": _("Number of the higher platform entered"),
    "notice": _("Notice served"),
    "sign": _("Signed"),
    "decline": _("Declined to sign"),
    "tick": _("The clock struck"),
    "recount": _("Dates recounted after a calendar notice"),
    "erased": _("Personal text erased"),
    "link": _("Link given to answer once"),
    "link-revoked": _("Link taken back"),
    "kept-separate": _("Kept apart from a matter with the same text"),
    "common-problem": _("Confirmed as a common problem, others merged into it"),
}

# Answers of moves, by name; a name that means different things is qualified by its move.
FIELDS: Words = {
    "title": _("Title"),
    "merged": _("Merged into it"),
    "earlier": _("The other matter"),
    "class": _("Class"),
    "class_why": _("Why this class"),
    "note": _("Note"),
    "ground": _("Ground"),
    "reason": _("Reason"),
    "into": _("Number of the other matter"),
    "unit": _("Unit"),
    "assign.unit": _("Lead unit"),
    "rule.unit": _("Unit responsible"),
    "refer-up.unit": _("Referred to"),
    "assist": _("Assisting units"),
    "copy": _("Copied to"),
    "letter": _("Letter to draft"),
    "summary": _("Summary for the handling unit"),
    "why": _("Why this unit"),
    "suggested": _("Unit you suggest instead"),
    "basis": _("Article it rests on"),
    "new_facts": _("New facts"),
    "desk": _("Desk"),
    "clock": _("Clock"),
    "by": _("By how much"),
    "own_date": _("Date you set yourself"),
    "judgement": _("Judgement and its reason"),
    "closing": _("Closing kind"),
    "text": _("Answer to the person"),
    "files": _("Files"),
    "rows": _("Rows of the table"),
    "for": _("Post that may answer"),
    "days": _("Good for days"),
    "via": _("How it came"),
    "contacted": _("Was the person reached?"),
    "solved": _("Was it solved?"),
    "satisfied": _("Is the person satisfied?"),
    "stars": _("Stars"),
    "comment": _("Anything to add"),
    "until": _("Until"),
    "to": _("To whom"),
    "hand-over.to": _("Handed over to"),
    "entry": _("Number of the entry"),
    "field": _("What is wrong"),
    "value": _("What is right"),
    "source": _("Whose note, which document"),
    "platform": _("Platform"),
    "platform_number": _("Its number there"),
    "kind": _("Kind of notice"),
    "recipient": _("To whom"),
    "requester": _("Name"),
    "phone": _("Telephone"),
    "accused": _("Unit complained of"),
}

ANSWERS: Words = {
    "yes": pgettext_lazy("answer", "Yes"),
    "partly": pgettext_lazy("answer", "Partly"),
    "no": pgettext_lazy("answer", "No"),
    "unknown": pgettext_lazy("answer", "Cannot say"),
}

SOLVED: Words = {
    "yes": _("Yes, solved"),
    "partly": _("Partly solved"),
    "no": _("Not solved"),
    "unknown": pgettext_lazy("answer", "Cannot say"),
}

SATISFIED: Words = {
    "yes": _("Content"),
    "partly": _("Content in part"),
    "no": _("Not content"),
    "unknown": pgettext_lazy("answer", "Cannot say"),
}

# How a question is answered, by the name of its answer.
REPLIES: Mapping[str, Words] = {"solved": SOLVED, "satisfied": SATISFIED}

DUTIES: Words = {
    "clerk": _("clerk"),
    "dispatcher": _("dispatcher"),
    "handler": _("handler"),
    "unit": _("handling unit"),
    "unit-deputy": _("deputy head of the unit"),
    "unit-head": _("head of the unit"),
    "leader": _("leader in charge"),
    "verifier": _("verifier"),
    "owner": _("office that owns the mechanism"),
    "inspector": _("inspector"),
    "team-leader": _("team leader"),
    "lead": _("lead unit"),
    "ruler": _("the one who rules on the return"),
    "requester": _("the person"),
    "system": _("the system"),
    "security": _("security administrator"),
    "audit": _("audit administrator"),
    "person": _("the person"),
}

CARDS: Words = {"yellow": _("Yellow card"), "red": _("Red card")}

# The event a clock starts with, as the first day of its strip says it.
EVENTS: Words = {
    "received": _("received"),
    "confirmed": _("verified"),
    "accepted": _("accepted"),
    "assigned": _("assigned"),
    "signed": _("signed for"),
    "returned": _("returned"),
    "ruled": _("ruled"),
    "replied": _("answered"),
    "contacted": _("contacted"),
    "progressed": _("progress noted"),
    "referred": _("referred upward"),
    "called-back": _("called back"),
    "carried": _("carried"),
    "reopened": _("sent back"),
    "closed": _("closed"),
    "review-asked": _("review asked"),
    "rereview-asked": _("re-review asked"),
}

CHANNELS: Words = {
    "qr": _("QR code"),
    "web": _("web page"),
    "phone": _("telephone"),
    "sms": _("text message"),
    "window": _("reception desk"),
    "leader": _("leader's mail"),
    "hotline": _("hotline"),
    "paper": _("letter on paper"),
    "letter": _("letter on paper"),
    "visit": _("visit"),
    "meeting": _("meeting"),
    "import": _("import"),
    "wechat-group": _("chat group"),
    "email": _("e-mail"),
    "patrol": _("patrol"),
    "app": _("app"),
    "platform": _("higher platform"),
    "mail": _("letter by post"),
    "site-visit": _("visit to the firm or the place"),
    "inspection": _("inspection team"),
    "media": _("the media"),
    "deputies": _("deputies and members"),
}

MESSAGES: Words = {
    "said": _("said"),
    "chatter": _("courtesy"),
    "part": _("picture or file"),
    "system": _("by the messenger"),
    "recalled": _("recalled"),
    "loose": _("before anybody spoke"),
}

ORIGINS: Words = {"imported": _("imported"), "inferred": _("inferred, not observed")}

CYCLES: Words = {
    "first": _("First handling"),
    "reopened": _("Handled again"),
    "review": _("Review"),
    "rereview": _("Re-review"),
    "reconsidered": _("Taken up again"),
}

STEPS: Words = {
    "remind": _("Reminder"),
    "yellow": _("Yellow card"),
    "red": _("Red card"),
    "raise": _("Raised to a higher post"),
    "draft": _("Draft of a letter"),
    "report": _("Report"),
    "sign": _("Waits for a signature"),
}

EVIDENCE: Words = {
    "same-text": _("The text is the same, word for word."),
    "near-text": _("The texts have much in common."),
    "same-person": _("The same person, within ninety days, on a like thing."),
    "same-place": _("The same place or firm, within ninety days, on a like thing."),
}
ALIKE: Words = {
    "unit": _("same unit"),
    "class": _("same class"),
    "place": _("same place or firm"),
    "person": _("same person"),
}

QUEUES: Words = {
    "to-accept": _("To accept"),
    "to-assign": _("To assign"),
    "to-sign-for": _("To sign for"),
    "handling": _("In handling"),
    "due-soon": _("Due soon"),
    "overdue": _("Overdue"),
    "returned": _("Returned"),
    "to-sign": _("To sign"),
    "to-call-back": _("To call back"),
    "to-strike-off": _("To strike off"),
    "carried": _("Carried"),
}

ADMINISTRATORS: Words = {
    "system": _("system administrator"),
    "security": _("security administrator"),
    "audit": _("audit administrator"),
}


def of(table: Words, code: str) -> str:
    """The words for a code; a code of a declaration's own stands for itself."""
    return str(table.get(code, code))


def field_label(action: str, name: str) -> str:
    """What an answer of a move is called on its form."""
    return str(FIELDS.get(f"{action}.{name}") or FIELDS.get(name, name))
