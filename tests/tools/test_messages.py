from __future__ import annotations

import importlib.util
from pathlib import Path

import polib

from bihuan.kernel.refused import CODES

TOOL = Path(__file__).parents[2] / "tools" / "messages.py"
SPEC = importlib.util.spec_from_file_location("messages", TOOL)
assert SPEC is not None
assert SPEC.loader is not None
messages = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(messages)


def test_sentences_are_found_in_code() -> None:
    code = """
_("Accept")
noop("Long "
     "sentence.")
ngettext("%(n)s day", "%(n)s days", n)
pgettext("month/day", "%(month)s")
translation.gettext_lazy("Desk")
_(computed)
other("Not one")
"""
    assert sorted(messages.in_code(code)) == [
        ("", "%(n)s day", "%(n)s days"),
        ("", "Accept", ""),
        ("", "Desk", ""),
        ("", "Long sentence.", ""),
        ("month/day", "%(month)s", ""),
    ]


def test_sentences_are_found_in_templates() -> None:
    template = """{% load i18n %}{% translate "It's here" %}
{% blocktranslate trimmed count n=days %}
  {{ n }} day left
{% plural %}
  {{ n }} days left
{% endblocktranslate %}
{% translate "May" context "month" %}{{ _("Desk")|upper }}<p>gettext</p>"""
    assert sorted(messages.in_template(template)) == [
        ("", "%(n)s day left", "%(n)s days left"),
        ("", "Desk", ""),
        ("", "It's here", ""),
        ("month", "May", ""),
    ]


def test_every_refusal_is_a_sentence() -> None:
    texts = {sentence for _context, sentence, _plural in messages.messages()}
    assert set(CODES.values()) <= texts


def test_translations_are_kept_and_what_is_gone_goes() -> None:
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Nobody says this any more.", msgstr="没人再说"))
    catalogue.append(polib.POEntry(msgid="The journal is busy.", msgstr="台账正忙"))
    wanted = {("", "The journal is busy.", ""): "a.py", ("", "Accept", ""): "b.py"}
    assert messages.updated(catalogue, wanted) == [("", "Accept", "")]
    assert {entry.msgid: entry.msgstr for entry in catalogue} == {
        "The journal is busy.": "台账正忙",
        "Accept": "",
    }
