"""Photographs every page of the demonstration, to be looked at: tools/screenshots.py [NAME ...].

Builds the demonstration under var/screenshots/home where it is missing, serves it, and writes
NAME-WIDTH.png (and NAME-WIDTH-dark.png with --dark) under var/screenshots.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
OUT = ROOT / "var" / "screenshots"
PORT = 8199
HERE = f"http://127.0.0.1:{PORT}"
SIZES = {"phone": (390, 844), "desk": (1440, 900), "wide": (1920, 1080)}
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
CLERK, VERIFIER, HANDLER, DEPUTY = (
    ("区12345热线办公室", "话务员"), ("区12345热线办公室", "回访员"),
    ("区住房和城乡建设局", "联络员"), ("区交通运输局", "副局长"),
)  # fmt: skip
Visit = Callable[[Page], None]


def bihuan(*args: str) -> list[str]:
    return [str(ROOT / ".venv" / "bin" / "bihuan"), *args]


@contextmanager
def served() -> Iterator[dict[tuple[str, str], str]]:
    """The demonstration at `HERE`, and its sign-in links by unit and role."""
    home = {**os.environ, "BIHUAN_HOME": str(OUT / "home")}
    (OUT / "home").mkdir(parents=True, exist_ok=True)
    told = subprocess.run(
        bihuan("demo", "--no-serve", "--json", "--port", str(PORT)),
        env=home, check=True, capture_output=True, text=True,
    )  # fmt: skip
    rows = [json.loads(line) for line in told.stdout.splitlines() if line.startswith("{")]
    log = (OUT / "server.log").open("w")
    server = subprocess.Popen(
        bihuan("serve", "--port", str(PORT), "--workers", "1"), env=home, stdout=log, stderr=log
    )
    try:
        wait()
        yield {(row["unit"], row["role"]): row["address"] for row in rows if "address" in row}
    finally:
        server.terminate()
        server.wait()


def wait() -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(HERE, timeout=2)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(HERE)


def goes(path: str) -> Visit:
    return lambda page: page.goto(HERE + path) and None


def first_of(queue: str) -> Visit:
    """The page of the first matter of a queue."""

    def visit(page: Page) -> None:
        page.goto(f"{HERE}/desk/?queue={queue}")
        number = page.locator("[data-row] .said .num").first.text_content() or ""
        page.goto(f"{HERE}/m/{number.strip()}/")

    return visit


def raised(page: Page) -> None:
    page.goto(f"{HERE}/r/hotline/")
    page.locator("textarea").first.fill("育才路从小学到五中，三根电线杆歪了，孩子天天从下面走。")
    for name in page.locator("input[required]:not([type=hidden])").all():
        name.fill("13800002207")
    for select in page.locator("select[required]").all():
        select.select_option(index=1)
    page.locator("main form button[type=submit]").last.click()


def tracked(page: Page) -> None:
    raised(page)
    number, code = (
        page.locator(f".slip .{one}").text_content() or "" for one in ("number", "code")
    )
    page.goto(f"{HERE}/t/?number={number.strip()}")
    page.fill("#code", code.strip())
    page.locator("main form button[type=submit]").click()


def refused(page: Page) -> None:
    first_of("to-assign")(page)
    page.locator("#assign > summary").click()
    page.locator("#assign select[name=unit]").evaluate("e => { e.required = false; e.value = '' }")
    page.locator("#assign form button[type=submit]").click()


PAGES: dict[str, tuple[tuple[str, str] | None, Visit]] = {
    "start": (None, goes("/")),
    "intake": (None, goes("/r/hotline/")),
    "intake-inspection": (None, goes("/r/hetang-inspection/")),
    "done": (None, raised),
    "track": (None, goes("/t/")),
    "tracked": (None, tracked),
    "poster": (None, goes("/r/hotline/poster/")),
    "login": (None, goes("/accounts/login/")),
    "missing": (None, goes("/nothing/")),
    "desk-clerk": (CLERK, goes("/desk/")),
    "desk-overdue": (CLERK, goes("/desk/?queue=overdue")),
    "desk-handler": (HANDLER, goes("/desk/")),
    "matter-assign": (CLERK, first_of("to-assign")),
    "matter-overdue": (CLERK, first_of("overdue")),
    "matter-refused": (CLERK, refused),
    "matter-sign": (DEPUTY, first_of("to-sign")),
    "matter-call-back": (VERIFIER, first_of("to-call-back")),
    "clerk": (CLERK, goes("/intake/hotline/")),
    "clerk-choose": (CLERK, goes("/intake/")),
    "ledger": (CLERK, goes("/ledger/")),
    "mechanisms": (CLERK, goes("/mechanisms/")),
    "mechanism": (CLERK, goes("/mechanisms/hotline/")),
    "mechanism-library": (CLERK, goes("/mechanisms/library/")),
    "mechanism-edit": (CLERK, goes("/mechanisms/hotline/edit/?section=clocks")),
    "mechanism-try": (CLERK, goes("/mechanisms/hotline/edit/?section=try")),
    "scores": (CLERK, goes("/scores/?from=2020-01-01")),
    "second-factor": (CLERK, goes("/accounts/2fa/")),
    "audit": (("", "audit"), goes("/")),
    "stopped": (("", "system"), goes("/desk/")),
}


def photograph(
    browser: Browser, links: dict[tuple[str, str], str], name: str, *, dark: bool
) -> None:
    """One page in every size."""
    who, visit = PAGES[name]
    for size, (width, height) in SIZES.items():
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN",
            color_scheme="dark" if dark else "light",
        )  # fmt: skip
        page = context.new_page()
        if who is not None:
            page.goto(links[who])
        visit(page)
        page.screenshot(path=OUT / f"{name}-{size}{'-dark' if dark else ''}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        print(name, size, page.title(), f"OVERFLOWS by {wide}" if wide > 0 else "")
        context.close()


def main() -> None:
    names = [name for name in sys.argv[1:] if not name.startswith("--")] or list(PAGES)
    with served() as links, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for name in names:
            photograph(browser, links, name, dark="--dark" in sys.argv)


if __name__ == "__main__":
    main()
