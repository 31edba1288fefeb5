"""Pages that are kept: which are, what each reader gets of them, and what is put in as they are sent."""

import gzip
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, g, make_response, render_template_string
from flask.testing import FlaskClient

from directory.access.current_viewer import current_viewer
from directory.cache.dependencies import CacheScope, narrow_cache_scope
from directory.cache.fragments import VALUE_PLACEHOLDER, configure_fragments
from directory.cache.page_cache import cached_page
from directory.cache.personal_fragments import (
    defer_personal_fragments,
    fill_personal_fragments,
    register_personal_fragment,
)
from tests import factories
from tests.conftest import copy_of, make_app
from tests.people import signed_in

VIEWS: dict[str, Callable[[], Any]] = {}
MADE: Counter[str] = Counter()
PICTURE = b"\x89PNG\xff\xfe"


def render(template: str) -> Callable[[], str]:
    return lambda: render_template_string(template)


def counted(name: str) -> Any:
    MADE[name] += 1
    return VIEWS[name]()


def greeting(*words: str) -> str:
    viewer = current_viewer()
    return " ".join(("Hello", *words, "visitor" if viewer.is_visitor else f"person {viewer.account_id}"))


@pytest.fixture(scope="module")
def paged(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return a site with a page that shows what a test says; its context is pushed."""
    app = make_app(copy_of(few_states, tmp_path_factory.mktemp("paged") / "data"))
    app.add_url_rule("/shown/<name>", "shown", cached_page()(counted))
    register_personal_fragment(app, "greeting", greeting)
    with app.app_context():
        yield app


@pytest.fixture
def page(paged: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the name of a page of the test's own."""
    name = request.node.name
    yield name
    VIEWS.pop(name)
    MADE.pop(name)


@pytest.fixture
def people(paged: Flask) -> list[FlaskClient]:
    """Return two people who may read and do the same."""
    return [signed_in(paged, factories.account(jurisdiction_key="KG")) for _ in range(2)]


def shown(client: FlaskClient, page: str, **headers: str) -> Any:
    return client.get("/shown/" + page, headers=headers)


def test_a_visitor_is_sent_a_kept_page_compressed_if_they_take_it_so(paged: Flask, page: str) -> None:
    VIEWS[page] = lambda: "words of a page"
    client = paged.test_client()

    plain, packed = shown(client, page), shown(client, page, **{"Accept-Encoding": "gzip"})

    assert MADE[page] == 1
    assert (plain.data, gzip.decompress(packed.data)) == (b"words of a page", plain.data)
    assert ("Content-Encoding" in plain.headers, packed.headers["Content-Encoding"]) == (False, "gzip")
    (tag, is_weak), (packed_tag, is_packed_weak) = plain.get_etag(), packed.get_etag()
    assert tag == packed_tag
    assert tag
    assert (is_weak, is_packed_weak) == (False, True)


def with_cookie() -> Response:
    answer = make_response("with a cookie")
    answer.set_cookie("own", "value")
    return answer


def with_token() -> str:
    g.csrf_token = "a token"
    return "with a token"


def for_one() -> Response:
    narrow_cache_scope(CacheScope.PERSON)
    return Response("for one", mimetype="text/html", headers={"X-Own": "stays"})


NOT_KEPT: dict[str, Callable[[], Any]] = {
    "other status": lambda: ("other status", 410),
    "other kind": lambda: Response("other kind", mimetype="text/plain"),
    "streamed": lambda: Response(iter(["strea", "med"]), mimetype="text/html"),
    "picture": lambda: Response(PICTURE, mimetype="image/png"),
    "with a cookie": with_cookie,
    "with a token": with_token,
    "for one": for_one,
}


@pytest.mark.parametrize("what", NOT_KEPT)
@pytest.mark.parametrize("is_visitor", [True, False])
def test_what_is_no_page_or_not_for_others_is_made_each_time_and_sent_as_it_is(
    paged: Flask, page: str, people: list[FlaskClient], what: str, is_visitor: bool
) -> None:
    VIEWS[page] = NOT_KEPT[what]
    client = paged.test_client() if is_visitor else people[0]

    first, second = shown(client, page), shown(client, page)

    assert MADE[page] == 2
    assert first.data == second.data == (PICTURE if what == "picture" else what.encode())
    assert first.status_code == (410 if what == "other status" else 200)
    assert first.headers.get("X-Own") == ("stays" if what == "for one" else None)
    assert any("own=value" in one for one in first.headers.getlist("Set-Cookie")) is (what == "with a cookie")


def test_people_who_are_alike_share_a_page_with_what_is_their_own_in_it(page: str, people: list[FlaskClient]) -> None:
    VIEWS[page] = render("{{ greeting('dear', 'old') }}, read on.")

    texts = [shown(person, page).text for person in (*people, people[0])]

    assert MADE[page] == 1
    assert texts[0].startswith("Hello dear old person ")
    assert texts[0].endswith(", read on.")
    assert texts[0] == texts[2] != texts[1]


def test_a_page_that_is_not_kept_holds_what_is_the_readers_own(page: str, people: list[FlaskClient]) -> None:
    def made() -> str:
        narrow_cache_scope(CacheScope.PERSON)
        return render_template_string("{{ greeting() }}")

    VIEWS[page] = made

    assert shown(people[0], page).text.startswith("Hello person ")
    assert shown(people[0], page).text != shown(people[1], page).text


def test_a_visitor_is_sent_the_page_of_visitors_after_people_were(
    paged: Flask, page: str, people: list[FlaskClient]
) -> None:
    VIEWS[page] = render("{% call cached_fragment('part of both') %}{{ greeting() }}{% endcall %}")

    own, visitors, again = shown(people[0], page), shown(paged.test_client(), page), shown(people[0], page)

    assert visitors.text == "Hello visitor"
    assert own.text == again.text != visitors.text
    assert own.text.startswith("Hello person ")


def test_outside_of_a_page_that_is_kept_such_a_part_is_made_at_once(paged: Flask) -> None:
    with paged.app_context(), paged.test_request_context("/"):
        before = render_template_string("{{ greeting() }}")
        with defer_personal_fragments():
            inside = render_template_string("{{ greeting() }}")
        after = render_template_string("{{ greeting() }}")

    assert before == after == "Hello visitor"
    assert "Hello" not in inside


def test_what_is_left_open_is_filled_in_wherever_it_stands() -> None:
    own = Flask("late")
    register_personal_fragment(own, "said", lambda *words: "-".join(words))

    with own.app_context(), defer_personal_fragments():
        page = render_template_string("{{ said('a', 'b') }}, {{ said() }}; {{ said('c') }}.")

        assert fill_personal_fragments(page) == "a-b, ; c."


def test_templates_have_what_parts_of_pages_are_made_with() -> None:
    own = Flask("parts")

    configure_fragments(own)

    assert own.jinja_env.globals["value_placeholder"] == VALUE_PLACEHOLDER
    assert {"cached_fragment", "static_fragment"} <= own.jinja_env.globals.keys()


def test_a_part_is_made_once_for_what_it_names_and_a_fixed_one_once_at_all(paged: Flask) -> None:
    template = """{% call cached_fragment('part', of) %}{{ made('kept') }}{% endcall %}
        {% call static_fragment('frame') %}{{ made('fixed') }}{{ value_placeholder }}{% endcall %}"""
    made: Counter[str] = Counter()

    def count(what: str) -> str:
        made[what] += 1
        return what

    with paged.app_context(), paged.test_request_context("/"):
        texts = [render_template_string(template, of=of, made=count) for of in ("a", "a", "b")]

    assert texts[0] == texts[1] == texts[2]
    assert VALUE_PLACEHOLDER in texts[0]
    assert made == {"kept": 2, "fixed": 1}


def test_a_part_that_is_called_fixed_and_asks_who_reads_is_made_each_time(paged: Flask) -> None:
    template = "{% call static_fragment('greeting') %}{{ who() }}{% endcall %}"
    readers = iter(["first", "second"])

    def who() -> str:
        current_viewer()
        return next(readers)

    with paged.app_context(), paged.test_request_context("/"):
        texts = [render_template_string(template, who=who) for _ in range(2)]

    assert texts == ["first", "second"]


@pytest.mark.parametrize("address", ["/en/jurisdictions", "/en/authorities/kg-prosecutor-general", "/en/search?q=kg"])
def test_parameters_that_a_page_does_not_know_have_no_page_made_or_dropped(app: Flask, address: str) -> None:
    client, kept = app.test_client(), app.extensions["cache_store"]
    plain = client.get(address)
    before = set(kept._entries)

    pages = [client.get(f"{address}{'&' if '?' in address else '?'}made-up={number}&x") for number in range(3)]

    assert {page.text for page in pages} == {plain.text}
    assert set(kept._entries) == before


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("/en/treaties?level=a", "/en/treaties"),
        ("/en/treaties?level=a&level=b", "/en/treaties"),
        ("/en/treaties?level=", "/en/treaties"),
        ("/en/treaties?level=regional&level=b", "/en/treaties?level=regional"),
        ("/en/jurisdictions?order=size", "/en/jurisdictions"),
        ("/en/jurisdictions?order=name&order=name", "/en/jurisdictions?order=name"),
        ("/en/jurisdictions?%6Frder=n%61me", "/en/jurisdictions?order=name"),
        ("/en/focal-points?reachable=later&reachable=now", "/en/focal-points"),
        ("/en/legislation?kind=a&issue=b&crime=c&article=d", "/en/legislation"),
        ("/en/legislation?kind=law&kind=guide", "/en/legislation?kind=law"),
    ],
)
def test_values_that_a_page_does_not_know_have_no_page_made_or_dropped(app: Flask, address: str, same: str) -> None:
    client, kept = app.test_client(), app.extensions["cache_store"]
    plain = client.get(same)
    before = set(kept._entries)

    page = client.get(address)

    assert page.text == plain.text
    assert set(kept._entries) == before


def test_parameters_that_a_page_knows_each_have_a_page_of_their_own(client: FlaskClient) -> None:
    by_region, by_name = client.get("/en/jurisdictions?x=1"), client.get("/en/jurisdictions?order=name&x=1")

    assert by_region.text != by_name.text
    assert by_name.text == client.get("/en/jurisdictions?order=name").text


def test_pages_that_are_not_there_have_nothing_kept_of_their_own(client: FlaskClient, app: Flask) -> None:
    kept = app.extensions["cache_store"]
    client.get("/en/nowhere")
    before = set(kept._entries)

    answers = [client.get(f"/en/nowhere-{number}/a").status_code for number in range(3)]

    assert answers == [404] * 3
    assert set(kept._entries) == before
