"""Every route is given A+ by the rules of Mozilla's Observatory, whatever it answers, and no page asks another site.

Source of the rules: HTTP Observatory Scoring, mdn/mdn-http-observatory: 100 to begin with, A+ from 100 on, and what
goes beyond the rules counts only where 90 are left.
"""

import re
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from directory.extensions import db
from directory.vocabulary import Role
from tests.conftest import MadeOnce, close, copy_of, make_app
from tests.odd_input import Sending, addresses_of, routes, send
from tests.odd_site import ROLES, Site, opened

SITE = "https://localhost"
BEST, BONUS_FROM = 100, 90
SIX_MONTHS_SECONDS = 15_768_000
PRIVATE = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
UNSAFE = ("'unsafe-inline'", "'unsafe-eval'", "data:", "http:", "https:", "*")
BEYOND = (
    "/en/nothing-here",
    "/api/v1/nothing-here",
    "/nothing-here",
    "/static/0/nothing-here",
    "/static/0/style.css",
    "/en/%00",
    "/en/search?page=-1",
    "/api/v1/search?per_page=1000000000",
)


def directives(answer: TestResponse) -> dict[str, list[str]]:
    lines = [line.split() for line in answer.headers.get("Content-Security-Policy", "").split(";") if line.strip()]
    return {line[0]: line[1:] for line in lines}


def sources(answer: TestResponse, name: str) -> list[str]:
    """Return where an answer lets a browser take something of this kind from."""
    policy = directives(answer)
    return policy.get(name, policy.get("default-src", ["*"]))


def is_unsafe(answer: TestResponse, name: str) -> bool:
    return any(source in UNSAFE for source in sources(answer, name))


def seconds_over_https(answer: TestResponse) -> int:
    age = re.search(r"max-age=(\d+)", answer.headers.get("Strict-Transport-Security", ""))
    return int(age.group(1)) if age else 0


def is_open_to_other_origins(answer: TestResponse) -> bool:
    """Return whether pages of other sites read an answer, unless it is the API's to a request without a token.

    Browsers give such an answer to no page that sent a cookie with its request.
    """
    is_for_programs = answer.request.path.startswith("/api/v1/") and "Authorization" not in answer.request.headers
    allowed = answer.headers.get("Access-Control-Allow-Origin")
    are_cookies_sent = "Access-Control-Allow-Credentials" in answer.headers
    return allowed is not None and (allowed != "*" or are_cookies_sent or not is_for_programs)


def is_bare(cookie: str) -> bool:
    return not all(flag in cookie for flag in ("Secure", "HttpOnly", "SameSite=Lax"))


# What points are taken for.
FAULTS: tuple[tuple[str, int, Callable[[TestResponse], bool]], ...] = (
    ("no content policy", 25, lambda answer: not directives(answer)),
    ("scripts from anywhere", 20, lambda answer: is_unsafe(answer, "script-src") or is_unsafe(answer, "object-src")),
    ("styles from anywhere", 10, lambda answer: is_unsafe(answer, "style-src")),
    ("a cookie without its flags", 40, lambda answer: any(map(is_bare, answer.headers.getlist("Set-Cookie")))),
    ("open to other origins", 50, is_open_to_other_origins),
    ("no HSTS", 20, lambda answer: seconds_over_https(answer) < SIX_MONTHS_SECONDS),
    ("led to a plain line", 20, lambda answer: answer.headers.get("Location", "").startswith("http:")),
    ("guessed types", 5, lambda answer: answer.headers.get("X-Content-Type-Options") != "nosniff"),
    ("shown in frames", 20, lambda answer: "frame-ancestors" not in directives(answer)),
    ("referrer", 5, lambda answer: answer.headers.get("Referrer-Policy") not in PRIVATE),
)


def faults(answer: TestResponse) -> list[str]:
    return [name for name, _points, is_found in FAULTS if is_found(answer)]


def extras(answer: TestResponse) -> int:
    """Return the points for what goes beyond the rules."""
    policy, headers = directives(answer), answer.headers
    return (
        10 * (policy.get("default-src") == ["'none'"])
        + 5 * (policy.get("frame-ancestors") == ["'none'"])
        + 5 * (headers.get("Referrer-Policy") in PRIVATE)
        + 10 * (headers.get("Cross-Origin-Resource-Policy") in ("same-origin", "same-site"))
    )


def score(answer: TestResponse) -> int:
    base = BEST - sum(points for _name, points, is_found in FAULTS if is_found(answer))
    return base + extras(answer) if base >= BONUS_FROM else base


class Asked(HTMLParser):
    """The addresses that a browser asks for when it shows a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        is_asked = tag == "link" and own.get("rel") not in ("alternate", "canonical")
        names = ("src", "srcset", "poster", "data", *(["href"] if is_asked else []))
        self.found += [value for name in names if (value := own.get(name))]


def elsewhere(answer: TestResponse) -> list[str]:
    asked = Asked(answer.text).found if answer.mimetype == "text/html" else []
    return [one for one in asked if not re.match(r"/(?!/)|data:", one)]


@pytest.fixture(scope="module")
def site(few_treaties: Path, made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened(few_treaties, made_once, tmp_path_factory.mktemp("observed") / "data") as site:
        yield site


def answers(site: Site, role: Role) -> Iterator[tuple[str, TestResponse]]:
    client = site.client(role)
    client.environ_base["wsgi.url_scheme"] = "https"
    # Each role takes other routes.
    for rule in routes(site.app)[ROLES.index(role) :: len(ROLES)]:
        for method in ("GET", "POST", "TRACE"):
            there = addresses_of(rule, site.real)
            yield f"{method} {there}", send(client, Sending(method, f"{SITE}{there}"))
    for there in BEYOND:
        yield there, send(client, Sending("GET", f"{SITE}{there}"))


@pytest.mark.long(each=2)
@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_given_an_a_plus_and_asks_no_other_site(site: Site, role: Role) -> None:
    judged = {asked: (score(one), faults(one), elsewhere(one)) for asked, one in answers(site, role)}

    assert len(judged) > 200
    assert {asked: found for asked, found in judged.items() if found[0] < BEST or found[2]} == {}
    sys.stdout.write(
        f"{role}: {len(judged)} answers, the worst given {min(found[0] for found in judged.values())} points"
    )


@pytest.mark.parametrize("address", ["/en/authorities/kg-odd", "/api/v1/authorities/kg-odd"])
def test_the_answer_to_a_fault_is_given_an_a_plus(site: Site, tmp_path: Path, address: str) -> None:
    app = make_app(copy_of(site.app.config["SETTINGS"].data_dir, tmp_path / "data"))
    with app.app_context():
        db.session.execute(text("DROP TABLE provenance"))
        db.session.commit()

    answer = app.test_client().get(address, base_url=SITE)
    close(app)

    assert answer.status_code == 500
    assert (score(answer) >= BEST, faults(answer), elsewhere(answer)) == (True, [], [])
