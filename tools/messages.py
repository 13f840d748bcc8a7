"""Keeps the Chinese sentences in step with the code: finds every msgid, compiles the catalogue.

Run it after changing a sentence. It needs no gettext on the machine. New msgids are put into the
catalogue without a translation, those that are gone are taken out, and the .mo is written anew.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "bihuan"
KERNEL = SRC / "kernel" / "refused.py"
JOURNAL = SRC / "registers" / "journal" / "rules" / "report.py"
CATALOGUE = SRC / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}

Key = tuple[str, str, str]  # context, singular, plural


def messages() -> dict[Key, str]:
    """Every sentence that is shown to somebody, with the first place it stands."""
    found: dict[Key, str] = {}
    for path in sorted(SRC.rglob("*.py")):
        for key in in_code(path.read_text()):
            found.setdefault(key, path.relative_to(ROOT).as_posix())
    for path in sorted(SRC.rglob("templates/**/*.html")):
        for key in in_template(path.read_text()):
            found.setdefault(key, path.relative_to(ROOT).as_posix())
    for path in (KERNEL, JOURNAL):
        for sentence in in_tables(path.read_text()):
            found.setdefault(("", sentence, ""), path.relative_to(ROOT).as_posix())
    return found


def in_tables(text: str) -> list[str]:
    """The sentences of a floor that knows nothing of translation and marks none.

    They are the values of its tables: sentences, or tuples that end with one.
    """
    tables = [
        node.value
        for node in ast.parse(text).body
        if isinstance(node, ast.AnnAssign | ast.Assign) and isinstance(node.value, ast.Dict)
    ]
    values = [ast.literal_eval(value) for table in tables for value in table.values]
    return [str(value[-1] if isinstance(value, tuple) else value) for value in values]


def in_code(text: str) -> Iterator[Key]:
    """The msgids of a module: string constants handed to a translating function."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and (key := _call(node)):
            yield key


def _call(node: ast.Call) -> Key | None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    constants = (each.value for each in node.args if isinstance(each, ast.Constant))
    said = [each for each in constants if isinstance(each, str)]
    if name in PLAIN and said:
        return ("", said[0], "")
    if name in PLURAL and len(said) > 1:
        return ("", said[0], said[1])
    if name in CONTEXT and len(said) > 1:
        return (said[0], said[1], "")
    return None


def in_template(text: str) -> Iterator[Key]:
    """The msgids of a template, by way of the form Django itself hands to xgettext."""
    code = templatize(text)
    string = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    for found in re.finditer(rf"(n?p?gettext|_)\({string}(?:,\s*{string})?", code):
        said = [ast.literal_eval(each) for each in found.groups()[1:] if each]
        if found[1] == "ngettext":
            yield ("", said[0], said[1])
        elif found[1] == "pgettext":
            yield (said[0], said[1], "")
        else:
            yield ("", said[0], "")


def catalogue() -> polib.POFile:
    """The catalogue as it is kept, or an empty one."""
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=99)
    found = polib.POFile(wrapwidth=99)
    found.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "zh_Hans",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return found


def key_of(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def updated(kept: polib.POFile, wanted: dict[Key, str]) -> list[Key]:
    """Brings the catalogue in step; returns the msgids that still lack their Chinese."""
    known = {key_of(entry): entry for entry in kept}
    fresh = polib.POFile(wrapwidth=99)
    for key, place in sorted(wanted.items(), key=lambda item: (item[1], item[0])):
        entry = known.get(key) or _entry(key)
        entry.occurrences = [(place, "")]
        fresh.append(entry)
    kept[:] = list(fresh)
    return [key_of(entry) for entry in kept if not translated(entry)]


def translated(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr_plural.get(0) if entry.msgid_plural else entry.msgstr)


def _entry(key: Key) -> polib.POEntry:
    context, msgid, plural = key
    if plural:
        return polib.POEntry(msgid=msgid, msgid_plural=plural, msgstr_plural={0: ""})
    return polib.POEntry(msgid=msgid, msgctxt=context or None)


def main() -> int:
    settings.configure()
    django.setup()
    kept = catalogue()
    missing = updated(kept, messages())
    kept.save(str(CATALOGUE))
    kept.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    for context, msgid, _plural in missing:
        print(f"no Chinese yet: {context + ': ' if context else ''}{msgid}")
    print(f"{len(kept)} sentences, {len(missing)} without Chinese")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
