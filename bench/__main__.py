"""`python -m bench [NAME]`: takes the measures, prints their table, writes bench.json."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import catalogue, places, table
from bench.figures import Figure, Line, Skipped, read_line

HERE = Path(__file__).resolve().parents[1]


def main() -> int:
    """Take the measures asked for; 1 where a bar does not hold, 2 for an unknown name."""
    asked = _asked()
    chosen = catalogue.chosen(asked.only)
    if not chosen:
        names = ", ".join([m.name for m in catalogue.MEASURES] + list(catalogue.PARTS_OF))
        print(f"There is no measure {asked.only}. There are: {names}.", file=sys.stderr)
        return 2
    lines: list[Line] = []
    for measure in chosen:
        lines += _taken(measure, asked.only)
        table.kept(lines, Path(asked.json), _machine())
    print(table.drawn(lines))
    return int(any(line.holds is False for line in lines if isinstance(line, Figure)))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", nargs="?", default="", help="one measure, such as kernel")
    parser.add_argument("--only", default="", help="the same")
    parser.add_argument("--json", default="bench.json", help="where the figures are written")
    asked = parser.parse_args()
    asked.only = asked.only or asked.name
    return asked


def _taken(measure: catalogue.Measure, only: str) -> list[Line]:
    """The figures of one measure, taken in a process, a home and a database of its own."""
    if measure.database == "postgresql" and not places.postgresql_answers():
        return [Skipped(measure.name, f"no PostgreSQL answers at {places.SERVER}")]
    print(f"measuring {measure.name} ...", file=sys.stderr, flush=True)
    started = time.perf_counter()
    with ExitStack() as stack:
        home = stack.enter_context(places.fresh_home())
        surroundings = dict(os.environ, BIHUAN_HOME=str(home / "home"), BENCH_ONLY=only)
        if measure.database:
            surroundings["DJANGO_SETTINGS_MODULE"] = "bench.settings"
            surroundings["DATABASE_URL"] = surroundings["BENCH_OTHER_URL"] = ""
        if measure.database == "postgresql":
            surroundings["DATABASE_URL"] = stack.enter_context(places.fresh_database())
            surroundings["BENCH_OTHER_URL"] = stack.enter_context(places.fresh_database())
        lines = _alone(measure, home / "figures", surroundings)
    print(f"  took {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    return lines


def _alone(measure: catalogue.Measure, path: Path, surroundings: dict[str, str]) -> list[Line]:
    command = [sys.executable, "-m", "bench.alone", measure.module, measure.name, str(path)]
    subprocess.run(command, cwd=HERE, env=surroundings, check=True)
    return [read_line(text) for text in path.read_text(encoding="utf-8").splitlines()]


def _machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
    }


if __name__ == "__main__":
    sys.exit(main())
