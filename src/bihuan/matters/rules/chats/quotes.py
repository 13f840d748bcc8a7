"""A reply and the words it answers, taken apart."""

from __future__ import annotations

import re

_CORNERED = re.compile(r"「(?P<quoted>.+?)」\s*\n\s*[-—–_ ]{3,}\s*\n(?P<said>.*)", re.DOTALL)
_LED = re.compile(
    r"(?:引用|回复)[ :：]*(?P<quoted>[^\n：:]{1,30}[：:][^\n]*)\n(?P<said>.+)", re.DOTALL
)
_TRAILED = re.compile(
    r"(?P<said>.+?)\n(?:[|｜│>] ?|引用[ :：]*)(?P<quoted>[^\n：:]{1,30}[：:][^\n]*)", re.DOTALL
)


def apart(text: str) -> tuple[str, str]:
    """What was said, and the quoted words it answers, or "" for none."""
    for form in (_CORNERED, _LED, _TRAILED):
        if found := form.fullmatch(text.strip()):
            return found["said"].strip(), found["quoted"].strip()
    return text, ""
