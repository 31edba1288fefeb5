"""What nobody means to send, route by route and form by form, in an order that is always the same."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

PLACE = re.compile(r"<(?:(?P<converter>\w+)(?:\((?P<options>[^)]*)\))?:)?(?P<name>\w+)>")
# What stands in an address, percent-encoded: a surrogate and an override among them.
ODD_PARTS = (
    "..%2F..%2Fetc%2Fpasswd",
    "%00",
    "-1",
    "1" * 30,
    "x" * 10_000,
    "%ED%A0%80%FF",
    "%E2%80%AEkg",
    "kg%0D%0ASet-Cookie:%20a=b",
    "%3Cscript%3E",
    "{{7*7}}",
    "'%20OR%201=1--",
    "a" + "%CC%81" * 1_000,
)
ODD_NUMBERS = ("-1", "0", "1" * 19, "1e309", "NaN", "%D9%A3", "", "99999999999999999999")
NAMES = "page per_page looks since kind key list outcome format next lang q jurisdiction network treaty accepts codes"
ODD_QUESTIONS = (
    *("&".join(f"{name}={value}" for name in NAMES.split()) for value in (*ODD_NUMBERS, *ODD_PARTS)),
    "&".join(f"jurisdiction=X{number}&accepts=x{number}" for number in range(100)),
    "q=" + "+".join(f"w{number}*" for number in range(2_000)),
    "q=vis:res+id:5+[a+TO+z]+*+%22&kind=authority&key=&list=mine",
    "kind=authority&key=kg-prosecutor-general&kind=network&key=casc",
    "%00=%00&=&&a;b=%ED%A0%80",
)
ODD_TEXTS = (
    "",
    "\0",
    "x" * 20_000,
    "-1",
    "1" * 400,
    "1e309",
    "2026-13-45",
    "٣",
    "\u202eabc\u2066",
    "a" + "\u0301" * 10_000,
    "<script>alert(1)</script>",
    "{{7*7}}{% raw %}",
    "a@b.example\r\nBcc: c@d.example",
    '{"name.en": ["\\ud800", 1e999, null], "position": 1e5}',
    "[" * 2_000,
    "../../etc/passwd",
    "=1+1",
    "\U000e0001\u200b\ufeff",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
FIELDS = ("act", "add", "open", "remove", "keep", "save", "0:kind", "0:base", "1:kind", "1:key", "1:act", "0-name.en")
# Pages with a form that need to be asked what for.
EDITED = (
    "/en/proposals/new?kind=authority&key=kg-odd",
    "/en/proposals/new?kind=authority",
    "/en/proposals/new?kind=jurisdiction&key=KG",
    "/en/proposals/new?kind=treaty",
    "/en/proposals/new?kind=focal_point",
    "/en/proposals/ending?kind=authority&key=kg-odd",
    "/en/proposals/translations/authority/kg-odd?into=ky",
    "/en/verification/verify?kind=authority&key=kg-odd",
    "/en/verification/report?kind=contact_detail&key=kg-odd:odd-at-example.org",
)
ADDRESSES = count(1)


@dataclass(frozen=True)
class Sending:
    """One request; `data` is what `FlaskClient.open` takes."""

    method: str
    address: str
    data: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.address[:300]} {repr(self.data)[:600]}"


class Forms(HTMLParser):
    """The forms of a page: their address, and their fields as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, list[tuple[str, str]]]] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((own.get("method", "get").upper(), own.get("action", ""), []))
        elif self.found and tag in ("input", "textarea", "button") and own.get("name"):
            self.found[-1][2].append((own["name"], own.get("value", "")))
        elif tag == "select":
            self._select = own.get("name", "")
        elif self.found and tag == "option" and self._select:
            self.found[-1][2].append((self._select, own.get("value", "")))
            self._select = ""


def addresses_of(rule: Rule, real: Mapping[str, str], odd: str = "") -> str:
    """Return an address of a route: with what is there, or with `odd` for all that is no language."""

    def fill(found: re.Match[str]) -> str:
        if found["converter"] == "language":
            return "en"
        if odd:
            return odd
        if found["options"]:
            return found["options"].split(",")[0].strip(" '\"")
        words = [word for word in rule.rule.removeprefix("/api/v1").split("/") if not word.startswith("<")]
        return real.get(f"{''.join(words[1:2])}/{found['name']}", "1")

    return PLACE.sub(fill, rule.rule)


def odd_requests(app: Flask, real: Mapping[str, str], number: int, share: slice) -> Iterator[Sending]:
    """Yield odd requests to a share of the routes."""
    for place, rule in list(enumerate(routes(app), start=number))[share]:
        yield from sendings(rule, real, place)


def odd_forms(
    app: Flask, browser: Callable[[], FlaskClient], real: Mapping[str, str], number: int, share: slice
) -> Iterator[Sending]:
    """Yield the forms of a share of the pages as `browser` is shown them, each spoiled; those of entries always."""
    pages = [addresses_of(rule, real) for rule in routes(app) if "GET" in (rule.methods or ())]
    for place, address in [*enumerate(EDITED, start=number), *list(enumerate(pages, start=number))[share]]:
        for action, fields in forms_on(browser().get(address)):
            yield Sending("POST", action or address, spoiled(fields, place))


def routes(app: Flask) -> list[Rule]:
    """Return the routes, in an order that is always the same."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def sendings(rule: Rule, real: Mapping[str, str], number: int) -> Iterator[Sending]:
    """Yield a few odd requests to a route; each number has others."""
    there = addresses_of(rule, real)
    question = ODD_QUESTIONS[number % len(ODD_QUESTIONS)]
    yield Sending("GET", f"{there}?{question}")
    if PLACE.sub("", rule.rule.replace("<language:language>", "")) != rule.rule.replace("<language:language>", ""):
        yield Sending("GET", addresses_of(rule, real, ODD_PARTS[number % len(ODD_PARTS)]))
    yield Sending(METHODS[number % len(METHODS)], there, odd_data(number), odd_headers(number))
    if "POST" in (rule.methods or ()):
        yield Sending("POST", there, odd_data(number))
        yield Sending("POST", f"{there}?{question}", odd_data(number + 1), odd_headers(number))
        yield Sending("POST", addresses_of(rule, real, ODD_PARTS[number % len(ODD_PARTS)]), odd_data(number + 2))


def odd_data(number: int) -> Any:
    """Return a body: fields of nobody's form, a file where text belongs, or bytes that are no form at all."""
    text = ODD_TEXTS[number % len(ODD_TEXTS)]
    bodies: tuple[Any, ...] = (
        {name: [text, text] for name in FIELDS},
        {"file": (BytesIO(b"\0\xff"), f"{text[:50]}.csv"), "0:kind": (BytesIO(b"x"), "x.txt")},
        b"0%3Akind=%ED%A0%80&=&&%00&a=%ff",
        b'{"a": [1, {"b": "\\ud800"}]',
    )
    return bodies[number % len(bodies)]


def odd_headers(number: int) -> dict[str, str]:
    """Return headers that a client may get wrong."""
    headers: tuple[dict[str, str], ...] = (
        {"Content-Type": "application/json"},
        {"Content-Type": "multipart/form-data"},
        {"Content-Type": "application/x-www-form-urlencoded; charset=utf-7"},
        {"Accept-Language": "zz-" + "x" * 5_000 + ";q=nan", "Range": "bytes=9-1", "Accept": "image/x"},
        {"If-None-Match": '"\xff"', "If-Match": "*", "Accept-Encoding": "gzip;q=x"},
        {"Authorization": "Bearer \xff" + "x" * 5_000},
        {"Cookie": "language=%00; __Host-session=\xff.x; a"},
        {"X-Forwarded-For": "<script>", "Forwarded": "for=x", "Referer": "javascript:alert(1)"},
    )
    return headers[number % len(headers)]


def forms_on(page: TestResponse) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the address and the fields of each form of a page that is sent by POST."""
    if page.mimetype == "text/html" and page.status_code < 300:
        for method, action, fields in Forms(page.text).found:
            if method == "POST":
                yield action, fields


def spoiled(fields: list[tuple[str, str]], number: int) -> MultiDict[str, str]:
    """Return the fields of a form with some of them missing, doubled or filled with something odd."""
    text = ODD_TEXTS[number % len(ODD_TEXTS)]
    spoilt = [(name, text if place % 3 == number % 3 else value) for place, (name, value) in enumerate(fields)]
    left = [one for place, one in enumerate(spoilt) if place % 7 != number % 7 or number % 2]
    return MultiDict(left + spoilt[:2] if number % 5 == 0 else left)


def send(client: FlaskClient, sending: Sending) -> TestResponse:
    """Send from an address of its own, so that no limit of tries hides what would be answered."""
    number = next(ADDRESSES)
    if "Cookie" in sending.headers:
        # A browser of the tests sends its own cookies alone.
        client = client.application.test_client(use_cookies=False)
    where = {"REMOTE_ADDR": f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"}
    return client.open(
        sending.address,
        method=sending.method,
        data=sending.data,
        headers=dict(sending.headers),
        environ_overrides=where,
    )
