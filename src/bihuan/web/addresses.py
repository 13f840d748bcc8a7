"""The number of a matter as part of an address: a part's number has its place behind a slash."""

from __future__ import annotations


class Number:
    regex = r"[A-Za-z0-9][A-Za-z0-9.-]*(?:/[0-9]+)*"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value
