"""A ledger of 100,000 rows checked and in as matters, beside django-import-export's bulk mode."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import resources
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from import_export import resources as exported

from bench import city, standing
from bench.figures import Bar, Figure, Line
from bihuan.kernel.actor import SYSTEM
from bihuan.matters.actions import importing, publishing
from bihuan.matters.actions.ledgers import giving
from bihuan.matters.models import Matter, MechanismVersion

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
BASELINE = max(ROWS // 50, 200)  # rows of the baseline, before and after
MEBIBYTE = 1024  # of the kibibytes that Linux reports
HEAD = ("编号", "企业名称", "问题描述", "收到时间", "责任单位", "办结时限", "是否办结", "联系人")
COLUMNS = (
    *("number", "region", "version", "mechanism", "stage", "channel", "title", "received_at"),
    *("source", "source_key", "origin", "text_digest", "state", "unit", "due_at", "next_due_at"),
)
SYLLABLES = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


def measured(name: str) -> Iterator[Line]:
    """Rows a second of the whole way from bytes to matters, and the memory it took."""
    call_command("migrate", verbosity=0)
    version = _version(city.found())
    work = _ledger(ROWS)
    now = timezone.now()
    warm = giving.propose(_ledger(50), "warm.csv", version, unit=city.OFFICE, now=now)
    importing.import_file(_ledger(BASELINE, "W"), warm.shape, version, by=SYSTEM, now=now)
    before = [_baseline(f"before-{n}", each) for n, each in enumerate(_AGAINST)]
    started = time.perf_counter()
    shape = giving.propose(work, "ledger.csv", version, unit=city.OFFICE, now=now).shape
    done = importing.import_file(work, shape, version, by=SYSTEM, now=now, name="ledger.csv")
    rate = ROWS / (time.perf_counter() - started)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE
    if done.accepted != ROWS:
        raise AssertionError(f"{done.accepted} of {ROWS} rows went in")
    after = [_baseline(f"after-{n}", each) for n, each in enumerate(_AGAINST)]
    checked, unchecked, leanest = map(_mean, before, after)
    against = "django-import-export, use_bulk, rows checked, as large"
    yield Figure(name, rate, "rows/s", checked, against, Bar("ratio", "least", 3))
    yield Figure(f"{name}-unchecked", rate, "rows/s", unchecked, "the same, no row checked")
    yield Figure(f"{name}-leanest", rate, "rows/s", leanest, "nor compared with what was there")
    yield Figure(f"{name}-memory", memory, "MiB", None, "", Bar("value", "most", 1024))
    standing.close()


def _mean(before: float, after: float) -> float:
    return 2 / (1 / before + 1 / after)


def _version(founded: city.City) -> MechanismVersion:
    body = resources.files("bihuan.mechanisms.library").joinpath("ledger.yaml").read_bytes()
    body = body.replace(b"enterprise-service-office", city.OFFICE.encode())
    region = founded.version.region_id
    return publishing.publish(body, region=region, by=SYSTEM, now=city.FOUNDED)


def _ledger(rows: int, mark: str = "L") -> bytes:
    """A ledger as a file, no two of its texts alike."""
    chance = random.Random(f"{mark}{rows}")
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow(HEAD)
    for number in range(rows):
        came = date(2026, 1, 1) + timedelta(days=chance.randrange(60))
        due = came + timedelta(days=chance.randrange(5, 60))
        want = "".join(chance.choices(SYLLABLES, k=60))
        out.writerow([
            f"{mark}-{number * 7:07d}", f"第{number % 500}公司（演示）", want, came.isoformat(),
            f"{city.UNITS[number % len(city.UNITS)]}（演示）", f"{due.month}月{due.day}日前",
            "办理中" if number % 3 else "未办", "张三（演示）",
        ])  # fmt: skip
    return text.getvalue().encode()


class _Rows(exported.ModelResource):  # type: ignore[misc]  it has no types
    """As its documentation sets it up for bulk, with the check of each row it offers."""

    class Meta:
        model = Matter
        use_bulk = True
        clean_model_instances = True
        import_id_fields = ("source", "source_key")
        fields = COLUMNS

    def validate_instance(
        self, instance: Matter, import_validation_errors: Any = None, **asked: bool
    ) -> None:
        """What the file says is cleaned; what may be empty and is, is not asked for."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        if self._meta.clean_model_instances:
            unsaid = {
                each.name
                for each in Matter._meta.fields  # noqa: SLF001  documented
                if each.name not in COLUMNS
                or (each.null and getattr(instance, each.attname) is None)
            }
            instance.full_clean(exclude=unsaid, **asked)


class _Unchecked(_Rows):
    """The same with nothing set but bulk: a row is converted and looked up, not checked."""

    class Meta(_Rows.Meta):
        clean_model_instances = False


class _Leanest(_Unchecked):
    """The same with everything off that may be off: no difference to what was there either."""

    class Meta(_Unchecked.Meta):
        skip_diff = True


_AGAINST: tuple[type[_Rows], ...] = (_Rows, _Unchecked, _Leanest)


def _baseline(mark: str, resource: type[_Rows]) -> float:
    """Rows a second of the baseline, which writes one of our tables and no journal."""
    found = Matter.objects.exclude(source__startswith="bare").values_list(*COLUMNS)[:BASELINE]
    rows = tablib.Dataset(headers=COLUMNS)
    for number, row in enumerate(found):
        told = dict(zip(COLUMNS, row, strict=True))
        told |= {"number": f"{mark}-{number}", "source": f"bare-{mark}"}
        told["state"] = json.dumps(told["state"])
        rows.append([_plain(value) for value in told.values()])
    started = time.perf_counter()
    resource().import_data(rows, dry_run=False, raise_errors=True, use_transactions=True)
    took = time.perf_counter() - started
    if Matter.objects.filter(source=f"bare-{mark}").count() != BASELINE:
        raise AssertionError("the baseline did not take all its rows in")
    return BASELINE / took


def _plain(value: object) -> object:
    if value is None:
        return ""
    return value.isoformat(sep=" ")[:19] if hasattr(value, "isoformat") else value
