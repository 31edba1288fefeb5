"""What can be sent to the site: the parameters of its pages, forms and API, as they are found by asking for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.long.attack.scanners.watcher import is_closed
from tests.matrix.addresses import addresses
from tests.matrix.site import Site
from tests.odd_input import PLACE, Forms

# It is another thing each time, and looked up in the session.
NOT_TRIED = {"csrf_token"}
FEATURE = re.compile(r"((?:/api/v1|/<language:language>)/[^/]*).*")
NUMBER = re.compile(r"\d+")
DOCUMENT = "/api/v1/openapi.json"


@dataclass
class Target:
    """A route with an address of it, a value for each of its parameters, and the names of those to be tried there."""

    method: str
    path: str
    values: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


class Links(HTMLParser):
    """The addresses that the links of a page lead to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


class Targets:
    """All that a person can send, by method and route; of what a feature's addresses share, or a form has many, one."""

    def __init__(self, site: Site, person: str) -> None:
        self.app: Flask = site.app
        self.found: dict[tuple[str, str], Target] = {}
        self.tried: set[tuple[str, str, str]] = set()
        browsers, seen = site.browsers(), set[str]()
        document = browsers.ask(person, "GET", DOCUMENT).get_json()["paths"]
        self.parameters = {
            path: [one for one in methods["get"].get("parameters", []) if one["in"] == "query"]
            for path, methods in document.items()
            if "get" in methods
        }
        for endpoint, asked in addresses(site, person, "en"):
            if endpoint not in seen:
                page = browsers.ask(person, "GET", asked)
                if page.status_code == 200:
                    seen.add(endpoint)
                    self._read(asked, page)

    def __iter__(self) -> Iterator[Target]:
        return (target for target in self.found.values() if target.names)

    def _read(self, asked: str, page: TestResponse) -> None:
        self._note("GET", asked, [])
        self._note("GET", asked, self._documented(asked))
        if page.mimetype == "text/html":
            for link in Links(page.text).found:
                self._note("GET", urljoin(asked, link), [])
            for method, action, fields in Forms(page.text).found:
                self._note(method, urljoin(asked, action), fields)

    def _documented(self, asked: str) -> list[tuple[str, str]]:
        rule = self._rule("GET", urlsplit(asked).path)
        path = PLACE.sub(lambda found: f"{{{found['name']}}}", rule).removeprefix("/api/v1")
        of_path = self.parameters.get(path) or self.parameters.get(f"/api/v1{path}") or []
        # What is empty is passed over, so that what is tried beside it is looked up.
        return [(one["name"], str(one["schema"].get("enum", [""])[0])) for one in of_path]

    def _note(self, method: str, address: str, fields: list[tuple[str, str]]) -> None:
        parts = urlsplit(address)
        rule = self._rule(method, parts.path)
        if parts.netloc or not rule or is_closed(parts.path):
            return
        target = self.found.setdefault((method, rule), Target(method, parts.path))
        for name, value in [*parse_qsl(parts.query, keep_blank_values=True), *fields]:
            if name in NOT_TRIED:
                continue
            target.values[name] = target.values.get(name) or value
            key = method, FEATURE.sub(r"\1", rule), NUMBER.sub("", name)
            if key not in self.tried:
                self.tried.add(key)
                target.names.append(name)

    def _rule(self, method: str, path: str) -> str:
        """Return the rule that answers an address of this site; nothing where none does."""
        try:
            rule, _ = self.app.url_map.bind("localhost").match(path, method, return_rule=True)
        except HTTPException:
            return ""
        return rule.rule
