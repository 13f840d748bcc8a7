"""Files that came with a matter, for those who may read it."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_GET

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.queries import page as pages
from bihuan.registers.evidence import queries as evidence
from bihuan.web.staff import for_staff


@require_GET
@for_staff
def download(request: HttpRequest, actor: Actor, number: str, attachment: int) -> FileResponse:
    """The bytes as they came, as a download: nothing that was uploaded is shown as a page."""
    try:
        found = pages.attachment(actor, number, attachment)
    except Refused as refused:
        raise Http404 from refused
    place = evidence.place_of(found.file, settings.BIHUAN_HOME)
    answer = FileResponse(
        place.open("rb"), as_attachment=True, filename=found.file.name,
        content_type="application/octet-stream",
    )  # fmt: skip
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
