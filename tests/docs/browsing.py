"""A browser without scripts or pictures: it follows links, keeps cookies and fills in forms."""

from __future__ import annotations

import html.parser
import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field

UNSEEN = ("script", "style", "template", "title")


@dataclass
class Form:
    """A form of a page: where it goes, and what it sends when nothing is filled in."""

    action: str
    names: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)


class Page(html.parser.HTMLParser):
    """What can be read on a page, and its forms."""

    def __init__(self, address: str, source: str) -> None:
        super().__init__()
        self.address, self.forms, self._words, self._unseen = address, list[Form](), list[str](), 0
        self.feed(source)
        self.text = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._unseen += tag in UNSEEN
        if tag == "form":
            self.forms.append(Form(said.get("action", "")))
        elif tag in ("input", "select", "textarea", "button") and self.forms and "name" in said:
            self.forms[-1].names.add(said["name"])
            if said.get("type") == "hidden":
                self.forms[-1].values[said["name"]] = said.get("value", "")
        self._words += [said[name] for name in ("placeholder", "aria-label") if said.get(name)]

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._words.append(data)


class Browser:
    """One person's browser, at one installation."""

    def __init__(self, address: str, language: str) -> None:
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)
        self._opener.addheaders = [("Accept-Language", language), ("Referer", address)]
        self._address = address
        self.page = Page(address, "")

    def open(self, path: str) -> Page:
        """Follow a link."""
        return self._ask(path, None)

    def send(self, action: str, answers: Mapping[str, str]) -> Page:
        """Fill in the form whose address ends so and that asks this, and send it."""
        asked = [one for one in self.page.forms if one.action.endswith(action)]
        form = next((one for one in asked if answers.keys() <= one.names), None)
        assert form, f"{self.page.address} has no form {action} with {list(answers)}: {asked}"
        filled = {**form.values, **answers}
        return self._ask(form.action or self.page.address, urllib.parse.urlencode(filled).encode())

    def _ask(self, path: str, data: bytes | None) -> Page:
        address = urllib.parse.urljoin(self._address, path)
        try:
            with self._opener.open(address, data, timeout=30) as answer:
                self.page = Page(answer.geturl(), answer.read().decode())
        except urllib.error.HTTPError as wrong:
            said = Page(address, wrong.read().decode())
            raise AssertionError(f"{address} answers {wrong.code}: {said.text}") from wrong
        return self.page
