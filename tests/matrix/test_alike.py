"""What a person may not see is answered as what is not there: alike in status, body and headers."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.http import generate_etag
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from directory.vocabulary import Audience
from tests.matrix.addresses import address, named_in, rules
from tests.matrix.entries import AUDIENCES, line_of
from tests.matrix.site import Browsers, Site
from tests.matrix.table import KEEPERS, PEOPLE, SPOTS, may_read
from tests.matrix.things import Thing

pytestmark = pytest.mark.xdist_group("matrix-questions")
ACTS = {
    "people.act": {"act": "end"},
    "imports.act": {"act": "check"},
    "imports.refused": {"ending": "csv"},
    "consultations.remove_coworker": {"number": "1"},
    "consultations.comment": {"number": "1"},
    "exercises.inject": {"inject_id": "1"},
    "exercise_preparation.remove_inject": {"inject_id": "1"},
    "exercise_report.move": {"finding_id": "1", "step": "take"},
    "exercise_tabletop.hold": {"inject_id": "1"},
    "exercise_tabletop.release": {"inject_id": "1"},
    "exercise_tabletop.remove_participants": {"participants_id": "1"},
    "drafts.part": {"part": "parties"},
    "drafts.restore": {"number": "1"},
    "drafts.remove_coworker": {"number": "1"},
    "rota_swaps.answer": {"answer": "agree"},
    "api_alarms.acknowledge": {"number": "123456"},
    "api_rotas.answer_swap": {"answer": "agree"},
    "api_proposals.move": {"step": "submit"},
    "api_consultations.move": {"step": "acknowledge"},
    "api_consultation_seats.remove_coworker": {"account": "1"},
}
KEPT = [f"kept/{spot.name}" for spot in SPOTS]
# What is new in every answer: its number, the token of its forms, and the time of day.
PASSING = re.compile(r"Number of this request.*?</p>|urn:request:\w+|csrf[^>]*|\d\d:\d\d", re.DOTALL)


@pytest.fixture(scope="module")
def browsers(site: Site) -> Browsers:
    return site.browsers()


def told(answer: TestResponse, *names: str) -> tuple[Any, ...]:
    """Return all of an answer but the name that was asked for and what is new in every answer."""

    def without(text: str) -> str:
        for name in names:
            # After the name of what it numbers: a desk is open 24/7 whatever its number is.
            number = rf"(?<=[a-z]/){name}\b"
            text = re.sub(number, "NAME", text) if name.isdigit() else text.replace(name, "NAME")
        return PASSING.sub("", text)

    # The tag of a page says again what the page says, with the time; that of a list what its body says.
    is_of_text = answer.mimetype == "text/html" or answer.get_etag()[0] == generate_etag(answer.data)
    passing = {"Date", "Content-Length", *(["ETag"] if is_of_text else [])}
    headers = {name: without(value) for name, value in answer.headers.items() if name not in passing}
    return answer.status_code, headers, without(answer.text)


def unknown(name: str) -> str:
    """Return a name like another that nothing has."""
    return str(int(name) + 1_000_000) if name.isdigit() else name[::-1]


def hidden(site: Site, person: str, method: str) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each thing that a person may not see, an address of it and one of a thing that is not there:
    one of each kind and column, and of those who work with none of them, here alone."""
    with site.app.test_request_context():
        for rule in rules(site.app, method):
            for name, kind in named_in(rule).items():
                things = {thing.needs: thing for thing in site.things.by_kind[kind] if kind != "link"}
                for thing in things.values():
                    if not may_read(person, thing.needs) and (person in KEEPERS or thing.needs != ("upkeep/there",)):
                        for others in others_in(rule, thing):
                            found, none = (
                                address(rule, "en", {name: one} | others) for one in (thing.id, unknown(thing.id))
                            )
                            yield thing.id, found, none


def others_in(rule: Rule, thing: Thing) -> list[dict[str, str]]:
    """Return what else stands in a rule: an act, and the desk that the thing is part of."""
    acts = ACTS.get(str(rule.endpoint), {})
    if "key" not in rule.arguments:
        return [acts]
    spots = [spot for spot in SPOTS if any(need.endswith(f"/{spot.name}") for need in thing.needs)]
    return [acts | {"key": spot.desk} for spot in spots]


@pytest.mark.long(each=24)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("person", PEOPLE)
def test_what_one_may_not_see_is_as_unknown_as_what_is_not_there(
    site: Site, browsers: Browsers, person: str, method: str
) -> None:
    asked = list(hidden(site, person, method))
    # By these the parts of rotas alone are written.
    assert asked or (method in ("PUT", "DELETE") and may_read(person, KEPT))

    unlike = [
        found
        for name, found, none in asked
        if told(browsers.ask(person, method, found), name) != told(browsers.ask(person, method, none), unknown(name))
    ]

    assert unlike == []


@pytest.mark.parametrize("page", ["verification/report", "history", "proposals/new", "proposals/ending"])
@pytest.mark.parametrize("person", PEOPLE)
def test_a_line_that_one_may_not_read_is_as_unknown_as_one_that_is_not_there(
    site: Site, browsers: Browsers, person: str, page: str
) -> None:
    lines = [
        line_of(spot, audience)
        for spot in SPOTS
        for audience in AUDIENCES
        if audience is not Audience.PUBLIC and not may_read(person, (f"{audience}/{spot.name}",))
    ]

    for line in lines:
        [found, none] = [
            told(browsers.ask(person, "GET", f"/en/{page}?kind=contact_detail&key={key}"), key, key.replace(":", "%3A"))
            for key in (line, line[::-1])
        ]
        assert found == none
