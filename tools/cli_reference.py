"""Writes docs/reference/cli.md: what every command says of itself.

Run it after changing a command; a test compares the page with the commands.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import django
from django.utils import translation

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "cli.md"
WIDTH = 90
ABOVE = """# The command line

Written by `tools/cli_reference.py` from the commands themselves. In Chinese:
`bihuan --language zh-hans COMMAND --help`.

| exit status | means |
|---|---|
| 0 | it was done |
| 1 | what is kept is not sound: the journal does not hold, or a clock could not be moved on |
| 2 | it was refused, with one sentence on the error stream, and nothing changed |

With `--json` a list is one object a line and a single result one object; moments are ISO 8601 at
+08:00; codes and keys are never translated. `bihuan deadline` and `bihuan mechanism check` need no
database.
"""


def page(top: click.Command) -> str:
    """The page, in English."""
    return "\n".join([ABOVE, *_sections(top, "bihuan", None)])


def _sections(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    lines = (line.rstrip() for line in command.get_help(context).splitlines())
    yield f"## {context.command_path}\n\n```\n" + "\n".join(lines) + "\n```\n"
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            if found is not None:
                yield from _sections(found, each, context)


def main() -> None:
    os.environ["BIHUAN_HOME"] = tempfile.mkdtemp(prefix="bihuan-cli-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.config.settings"
    django.setup()
    # The commands name models, which can be loaded only now.
    cli = importlib.import_module("bihuan.cli.main").cli
    with translation.override("en"):
        PAGE.write_text(page(cli), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is in step.\n")


if __name__ == "__main__":
    main()
