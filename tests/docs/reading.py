"""A reader who does what a page says, in a home of his own, and compares what he sees."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.docs.browsing import Browser
from tests.docs.pages import Step

ROOT = Path(__file__).parents[2]
# What the reader's terminal does not know: the tests' own settings and databases.
FOREIGN = ("BIHUAN_HOME", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "LC_ALL", "LC_MESSAGES")
TOP = re.compile(r"(?m)^(?=[\w-]+:)")
CODE = re.compile(r"\b[2-9A-HJKMNP-Z]{8}\b")
NUMBER = re.compile(r"\b[A-Z-]+-\d{4}-\d{5}\b")


def terminal(home: Path, language: str) -> dict[str, str]:
    """What a terminal of a newcomer knows: her home, her language, and where `bihuan` is."""
    known = {name: each for name, each in os.environ.items() if name not in FOREIGN}
    return known | {
        "HOME": str(home), "PWD": str(home),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "LANG": "en_US.UTF-8" if language == "en" else "zh_CN.UTF-8",
    }  # fmt: skip


class Reader:
    """Goes through the steps of a page from the top."""

    def __init__(self, desk: Path, language: str, demonstration: Path | None = None) -> None:
        self.desk, self.language, self.demonstration = desk, language, demonstration
        self.seen, self.noted = "", dict[str, str]()
        self._cwd, self._browsers = desk, dict[str, Browser]()
        self._env = terminal(desk, language)
        self._server: subprocess.Popen[str] | None = None
        self._address = ""

    def go_through(self, steps: list[Step]) -> None:
        """Do every step; an assertion names the line of the page that does not hold."""
        try:
            for step in steps:
                try:
                    self._does(step)
                except AssertionError as wrong:
                    raise AssertionError(f"line {step.line}: {wrong}") from wrong
        finally:
            self._stop()

    def _does(self, step: Step) -> None:
        match step.kind:
            case "file" | "edit":
                self._writes(step)
            case "sh":
                self._runs(step)
            case "text":
                self._compares(step)
            case "home":
                self._moves_in(step)
            case "serve":
                self._serves()
            case "stop":
                self._stop()
            case "browser":
                self._browses(step)

    def _moves_in(self, step: Step) -> None:
        home = self.desk / "home"
        if step.about == "demo" and self.demonstration:
            shutil.copytree(self.demonstration, home)
        self._env["BIHUAN_HOME"] = str(home)

    def _writes(self, step: Step) -> None:
        path = self._cwd / step.about
        text = step.text if step.kind == "file" else edited(path.read_text("utf-8"), step.text)
        path.write_text(text, "utf-8")

    def _runs(self, step: Step) -> None:
        if step.about == "aside":
            return
        after = self.desk / ".after"
        told = f"trap 'env -0 >{after}' EXIT\n{step.text}"
        done = subprocess.run(
            ["bash", "-ea", "-c", told], cwd=self._cwd, env=self._env, check=False, timeout=600,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.seen = done.stdout
        refused = done.returncode != 0
        assert refused == (step.about == "fails"), f"exit status {done.returncode}\n{self.seen}"
        pairs = (each.partition("=") for each in after.read_text("utf-8").split("\0") if each)
        self._env = {name: value for name, _, value in pairs}
        self._cwd = Path(self._env["PWD"])

    def _compares(self, step: Step) -> None:
        missing = first_missing(step.text, self.seen)
        assert not missing, f"“{missing}” is not printed:\n{self.seen}"

    def _serves(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._address = f"http://127.0.0.1:{port}"
        self._server = subprocess.Popen(
            ["bihuan", "demo", "--port", str(port), "--json"], cwd=self._cwd, env=self._env,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        assert self._server.stdout
        for line in self._server.stdout:
            link = json.loads(line)
            self._browsers[link["username"]] = Browser(self._address, self.language)
            self.noted[link["username"]] = link["address"]
            if link["username"] == "audit":
                break
        self._wait()

    def _wait(self) -> None:
        """Until it answers; a server that ends instead ends the waiting."""
        assert self._server
        while self._server.poll() is None:
            try:
                with urllib.request.urlopen(self._address, timeout=5):
                    return
            except (urllib.error.URLError, TimeoutError):
                pass
        raise AssertionError("the server ended")

    def _stop(self) -> None:
        if self._server is None:
            return
        os.killpg(self._server.pid, signal.SIGTERM)
        self._server.communicate(timeout=30)
        self._server = None
        self._browsers.clear()

    def _browses(self, step: Step) -> None:
        who, what, where, *answers = (self._filled(word) for word in step.named)
        browser = self._browsers.get(who)
        if browser is None:
            browser = self._browsers[who] = Browser(self._address, self.language)
        elif who in self.noted:
            browser.open(self.noted.pop(who))
        if what == "opens":
            page = browser.open(where)
        else:
            page = browser.send(where, dict(pair.split("=", 1) for pair in answers))
        for name, pattern in (("number", NUMBER), ("code", CODE)):
            if name not in self.noted and (there := pattern.search(page.text)):
                self.noted[name] = there[0]
        absent = [word for word in step.words if word not in page.text]
        assert not absent, f"{absent} not on {page.address}: {page.text}"

    def _filled(self, word: str) -> str:
        return re.sub(r"\{(number|code)\}", lambda found: self.noted[found[1]], word)


def edited(text: str, lines: str) -> str:
    """The text of a file with the parts that begin with the same word replaced."""
    new = {part.split(":")[0]: part for part in TOP.split(lines) if part.strip()}
    old = TOP.split(text)
    absent = new.keys() - {part.split(":")[0] for part in old}
    assert not absent, f"nothing to replace by {sorted(absent)}"
    # What follows a part (blank lines, a remark on the next one) stays where it is.
    return "".join(_in_place(part, new.get(part.split(":")[0])) for part in old)


def _in_place(part: str, new: str | None) -> str:
    if new is None:
        return part
    body = part.rstrip("\n")
    return new.rstrip("\n") + part[len(body) :]


def first_missing(expected: str, printed: str) -> str:
    """The first expected line that does not follow those before it; blanks do not count."""
    lines = _lines(printed)
    for line in _lines(expected):
        if line == "…":
            continue
        shape = re.compile(".*".join(map(re.escape, line.split("…"))))
        if not any(shape.fullmatch(each) for each in lines):
            return line
    return ""


def _lines(text: str) -> Iterator[str]:
    return (
        " ".join(line.split()) for line in text.replace("\ufeff", "").splitlines() if line.strip()
    )
