"""A page of documentation taken apart into what its reader does, in order.

```sh                   commands, run as they stand; they must succeed
```sh fails             commands that must be refused
```sh aside             commands for another terminal or another machine: not run
```text                 after commands: what they print, `…` standing for anything
```yaml file=NAME       a file to write (yaml, csv, ini: any language)
```yaml edit=NAME       lines to put in place of those that begin with the same word
<!-- serve -->          from here on the installation is served, until <!-- stop -->
<!-- browser: WHO opens PATH -->
<!-- browser: WHO sends FORM name=value … -->
                        the words in bold that follow must stand on the page that answers
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

FENCE = re.compile(r" *```(?P<info>\S.*)?$")
SAID = re.compile(r"<!-- (?P<comment>.*?) -->|\*\*(?P<bold>.+?)\*\*")


@dataclass
class Step:
    """One thing the reader does or sees: its kind, what it is about, the text, and its line."""

    kind: str
    about: str
    line: int
    text: str = ""
    words: list[str] = field(default_factory=list)

    @property
    def named(self) -> list[str]:
        """What it is about, word by word, quotes removed."""
        return shlex.split(self.about)


def steps_of(path: Path) -> list[Step]:
    """The steps of a page, in the order of the page."""
    found: list[Step] = []
    fence: _Fence | None = None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        opening = FENCE.match(line)
        if fence and opening:
            fence = None
        elif fence:
            fence.text += line.removeprefix(" " * fence.indent) + "\n"
        elif opening:
            fence = _Fence(*_read(opening["info"] or ""), number, line)
            found.append(fence)
        else:
            _note(found, line, number)
    return found


class _Fence(Step):
    """A fenced block under way, as far to the right as the list it stands in."""

    def __init__(self, kind: str, about: str, number: int, line: str) -> None:
        super().__init__(kind, about, number)
        self.indent = len(line) - len(line.lstrip())


def _read(info: str) -> tuple[str, str]:
    """The kind of a fenced block and what it is about."""
    language, _, more = info.partition(" ")
    for kind in ("file", "edit"):
        if more.startswith(f"{kind}="):
            return kind, more.removeprefix(f"{kind}=")
    return language, more


def _note(found: list[Step], line: str, number: int) -> None:
    """A line of prose: what its comments tell to do, and the words to look for on a page."""
    if line.startswith("#"):
        found.append(Step("heading", line, number))
    for said in SAID.finditer(line):
        if said["comment"]:
            kind, _, about = said["comment"].partition(" ")
            found.append(Step(kind.rstrip(":"), about, number))
        elif found and found[-1].kind == "browser":
            found[-1].words.append(said["bold"])
