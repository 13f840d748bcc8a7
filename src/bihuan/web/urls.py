"""The addresses of the pages."""

from __future__ import annotations

from django.urls import path, register_converter

from bihuan.web.addresses import Number
from bihuan.web.views import (
    administrators,
    clerk,
    common,
    demonstration,
    desk,
    files,
    intake,
    jobs,
    ledger,
    letters,
    lists,
    matter,
    mechanisms,
    person,
    quick,
    repeats,
    scores,
    similar,
    start,
    tracking,
)

register_converter(Number, "number")

urlpatterns = [
    path("", start.start, name="start"),
    path("post/", start.choose_post, name="post"),
    path("administer/", administrators.administer, name="administer"),
    path("desk/", desk.desk, name="desk"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/", lists.out, name="list-out"),
    path("ledger/back/", lists.back, name="list-back"),
    path("ledger/back/<int:number>/", lists.preview, name="back-preview"),
    path("ledger/back/<int:number>/apply/", lists.apply, name="back-apply"),
    path("m/<number:number>/", matter.matter, name="matter"),
    path("m/<number:number>/act/<slug:action>/", matter.act, name="act"),
    path("m/<number:number>/person/", person.open_person, name="person"),
    path("m/<number:number>/repeat/", repeats.decide, name="repeat"),
    path("m/<number:number>/like/<number:other>/", similar.similar, name="similar"),
    path("m/<number:number>/letter/<int:draft>/", letters.letter, name="letter"),
    path("m/<number:number>/file/<int:attachment>/", files.download, name="file"),
    path("intake/", clerk.choose, name="clerk-choose"),
    path("intake/quick/", quick.quick, name="quick"),
    path("intake/<slug:code>/", clerk.take_in, name="clerk"),
    path("r/<slug:code>/", intake.intake, name="intake"),
    path("r/<slug:code>/done/<str:token>/", intake.done, name="intake-done"),
    path("r/<slug:code>/qr.svg", intake.qr, name="qr"),
    path("r/<slug:code>/poster/", intake.poster, name="poster"),
    path("t/", tracking.track, name="track"),
    path("t/<slug:action>/", tracking.ask, name="ask"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:number>/", jobs.job, name="job"),
    path("jobs/<int:number>/file/", jobs.result, name="job-file"),
    path("mechanisms/", mechanisms.mechanisms, name="mechanisms"),
    path("mechanisms/<slug:code>/", mechanisms.mechanism, name="mechanism"),
    path("common/", common.common, name="common"),
    path("scores/", scores.scores, name="scores"),
    path("demo/<str:token>/", demonstration.sign_in, name="demo"),
]
