"""What happens to a page on which facts rest becomes a task, and nothing else does."""

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Authority, Provenance, SourceChange, SourceSentence
from directory.sources import tables
from directory.sources.fetching import Fetcher
from directory.sources.tables import TableValues
from directory.sources.update import update
from directory.sources.watch import EVERY, add_pages, watch
from directory.transaction import committing
from directory.vocabulary import Role, SourceOutcome, SourceWhat
from tests import factories
from tests.sources.web import Answer, Web, serving

FACTS_OF_PAGE = 10
FRAME = "<nav>Home News</nav><p>Visitors today: {visitors}</p>{facts}<footer>Printed at {visitors} o'clock</footer>"


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def fetcher(web: Web) -> Iterator[Fetcher]:
    with serving(web) as fetcher:
        yield fetcher


@pytest.fixture(autouse=True)
def site(small_app: Flask) -> None:
    """A site whose facts are those of a test alone."""
    small_app.extensions["after_commit"].clear()
    with committing():
        db.session.execute(Provenance.__table__.delete())


def rest(address: str, key: str, value: str, **values: object) -> None:
    """Store an authority whose note rests on an address."""
    source = {"sources": (address,), "confidence": "sourced"}
    factories.add(
        factories.authority(key, note=factories.english(value), **values),
        Provenance(kind="authority", key=key, detail="note", **source),
    )


def ask(fetcher: Fetcher, at: datetime) -> list[SourceOutcome]:
    with committing():
        add_pages()
    return [one.outcome for one in watch(fetcher, at, most_a_day=1_000)]


def tasks() -> list[SourceChange]:
    return list(db.session.scalars(select(SourceChange).order_by(SourceChange.id)))


def number(page: int, fact: int) -> str:
    return f"+996 312 {page:02} {fact:02} {page * fact % 97:02}"


@pytest.mark.parametrize(("pages", "planted"), [(11, 10), pytest.param(33, 30, marks=pytest.mark.long)])
def test_planted_changes_are_found_and_nothing_else(web: Web, fetcher: Fetcher, pages: int, planted: int) -> None:
    said: dict[tuple[int, int], str] = {}
    for page in range(pages):
        for fact in range(FACTS_OF_PAGE):
            said[page, fact] = f"The international department of region {page} {fact} answers at {number(page, fact)}."
            rest(address_of(page), f"office-{page}-{fact}", f"Answers at {number(page, fact)} for region {page} {fact}")
    show(web, said, visitors=1)
    now = clock.now()
    assert set(ask(fetcher, now)) == {SourceOutcome.READ}
    assert db.session.scalars(select(SourceSentence.sentence)).all().count("") == 0
    changed = list(said)[:: len(said) // planted][:planted]
    for place in changed:
        said[place] = said[place].replace("answers at", "has left; the new number is 0")
    show(web, said, visitors=2)

    ask(fetcher, now + EVERY)

    assert {one.key for one in tasks()} == {f"office-{page}-{fact}" for page, fact in changed}
    assert {one.what for one in tasks()} == {SourceWhat.CHANGED}
    assert all("answers at" in one.old and "has left" in one.new for one in tasks())


def address_of(page: int) -> str:
    return f"http://office{page}.example.org/contacts"


def show(web: Web, said: dict[tuple[int, int], str], visitors: int) -> None:
    for page in {of for of, _ in said}:
        facts = "".join(f"<p>{text}</p>" for (of, _), text in said.items() if of == page)
        web.put(address_of(page), FRAME.format(visitors=visitors, facts=facts))


def test_a_page_that_says_it_has_not_changed_is_not_read_again(web: Web, fetcher: Fetcher) -> None:
    rest("http://law.example.org/", "office", "Article 5 of the law of 2014")
    web.put("http://law.example.org/", "Article 5 of the law of 2014 says so.", headers={"ETag": '"one"'})
    now = clock.now()
    ask(fetcher, now)

    ask(fetcher, now + EVERY)

    assert web.asked[-1][1]["If-None-Match"] == '"one"'
    assert tasks() == []


def test_a_page_that_moved_for_good_is_one_task_of_its_state(web: Web, fetcher: Fetcher) -> None:
    for key in ("office-1", "office-2"):
        rest("http://old.example.org/", key, "Article 5 of the law of 2014")
    web.redirect("http://old.example.org/", "http://new.example.org/")
    web.put("http://new.example.org/", "Article 5 of the law of 2014 says so.")

    ask(fetcher, clock.now())

    assert [(one.what, one.new, one.jurisdiction_key) for one in tasks()] == [
        (SourceWhat.MOVED, "http://new.example.org/", "KG")
    ]


@pytest.mark.parametrize(
    ("happened", "states"), [("nothing", ["KG"]), ("moved", ["KG", "KG"]), ("removed", ["KG", "KG"])]
)
def test_a_task_that_has_left_a_state_keeps_no_other_task_from_it(
    web: Web, fetcher: Fetcher, happened: str, states: list[str]
) -> None:
    for key in ("office-1", "office-2"):
        rest("http://old.example.org/", key, "Article 5 of the law of 2014")
    web.redirect("http://old.example.org/", "http://new.example.org/")
    web.put("http://new.example.org/", "Article 5 of the law of 2014 says so.")
    ask(fetcher, clock.now())
    with committing():
        office = db.session.get_one(Authority, "office-1")
        if happened == "moved":
            office.jurisdiction_key = "KZ"
        elif happened == "removed":
            db.session.delete(office)

    ask(fetcher, clock.now() + EVERY)

    assert [(one.key, one.jurisdiction_key) for one in tasks()] == [
        (f"office-{number}", state) for number, state in enumerate(states, 1)
    ]


def test_a_site_to_which_a_page_leads_and_that_forbids_it_is_not_asked(web: Web, fetcher: Fetcher) -> None:
    rest("http://old.example.org/", "office", "Article 5 of the law of 2014")
    web.redirect("http://old.example.org/", "http://new.example.org/")
    web.pages["http://new.example.org/robots.txt"] = Answer(b"User-agent: *\nDisallow: /")

    assert ask(fetcher, clock.now()) == [SourceOutcome.NOT_ALLOWED]
    assert web.addresses() == ["http://old.example.org/"]


def test_a_new_address_that_was_settled_is_no_task_again(web: Web, fetcher: Fetcher) -> None:
    rest("http://old.example.org/", "office", "Article 5 of the law of 2014")
    web.redirect("http://old.example.org/", "http://new.example.org/")
    web.put("http://new.example.org/", "Article 5 of the law of 2014 says so.")
    now = clock.now()
    ask(fetcher, now)
    with committing():
        tasks()[0].settled_at = now

    ask(fetcher, now + EVERY)

    assert len(tasks()) == 1


def test_an_empty_page_is_no_news_of_its_facts(web: Web, fetcher: Fetcher) -> None:
    rest("http://law.example.org/", "office", "Article 5 of the law of 2014")
    web.put("http://law.example.org/", "Article 5 of the law of 2014 says so.")
    now = clock.now()
    ask(fetcher, now)
    web.put("http://law.example.org/", "")
    ask(fetcher, now + EVERY)
    assert tasks() == []
    web.put("http://law.example.org/", "Article 5 of the law of 2014 does not say so any more.")

    ask(fetcher, now + 2 * EVERY)

    assert [one.what for one in tasks()] == [SourceWhat.CHANGED]


@pytest.mark.parametrize(("status", "what", "times"), [(404, SourceWhat.GONE, 2), (503, SourceWhat.SILENT, 3)])
def test_a_page_that_fails_again_and_again_is_a_task_and_one_bad_day_is_none(
    web: Web, fetcher: Fetcher, status: int, what: SourceWhat, times: int
) -> None:
    rest("http://law.example.org/", "office", "Article 5 of the law of 2014")
    web.pages["http://law.example.org/"] = Answer(status=status)
    found = []

    for day in range(times + 1):
        ask(fetcher, clock.now() + timedelta(days=day))
        found.append([one.what for one in tasks()])

    assert found == [[]] * (times - 1) + [[what]] * 2


@pytest.mark.parametrize(
    ("statuses", "what"), [((503, 404), []), ((404, 503, 503), []), ((503, 503, 404, 404), [SourceWhat.GONE])]
)
def test_a_page_that_fails_in_two_ways_is_a_task_when_one_of_them_is_repeated_often_enough(
    web: Web, fetcher: Fetcher, statuses: tuple[int, ...], what: list[SourceWhat]
) -> None:
    rest("http://law.example.org/", "office", "Article 5 of the law of 2014")

    for day, status in enumerate(statuses):
        web.pages["http://law.example.org/"] = Answer(status=status)
        ask(fetcher, clock.now() + timedelta(days=day))

    assert [one.what for one in tasks()] == what


def test_an_edited_fact_is_compared_from_its_new_words_on(web: Web, fetcher: Fetcher) -> None:
    rest("http://law.example.org/", "office", "Article 5 of the law of 2014")
    web.put("http://law.example.org/", "<p>Article 5 of the law of 2014.</p><p>Article 7 of the code of 2021.</p>")
    now = clock.now()
    ask(fetcher, now)
    with committing():
        db.session.get_one(Authority, "office").note = factories.english("Article 7 of the code of 2021")

    ask(fetcher, now + EVERY)

    assert (tasks(), db.session.scalars(select(SourceSentence.sentence)).all()) == (
        [],
        ["Article 7 of the code of 2021."],
    )


def test_a_run_asks_for_one_page_of_each_host_and_for_no_more_than_the_share_of_a_day(
    web: Web, fetcher: Fetcher
) -> None:
    for page in range(3):
        rest(f"http://one.example.org/{page}", f"one-{page}", f"Article {page} of the law")
        rest(f"http://host{page}.example.org/", f"host-{page}", f"Article {page} of the law")
    with committing():
        add_pages()

    first = list(watch(fetcher, clock.now(), most_a_day=3))
    second = list(watch(fetcher, clock.now(), most_a_day=3))

    assert (len(first), len(second)) == (3, 0)
    assert len({address.split("/")[2] for address in web.addresses()}) == 3


def test_no_source_and_no_table_in_a_private_network_is_connected_to(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[object] = []

    def note_connection(address: object, *_: object) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", note_connection)
    rest("http://127.0.0.1/", "office", "Article 5 of the law of 2014")
    with committing():
        add_pages()
        tables.add(Viewer(Role.ADMINISTRATOR), "untoc", TableValues("un_treaty", "http://10.0.0.8/a.xml", "untoc"))

    pages, read = list(watch(Fetcher(), clock.now(), 5)), list(update(Fetcher(), clock.now(), 5))

    assert (len(pages), len(read), connected) == (1, 1, [])


def test_facts_rest_on_an_address_in_any_letters(web: Web, fetcher: Fetcher) -> None:
    rest("http://law.example.org/закон", "office", "Article 5 of the law of 2014")
    web.put("http://law.example.org/%D0%B7%D0%B0%D0%BA%D0%BE%D0%BD", "Article 5 of the law of 2014 says so.")

    ask(fetcher, clock.now())

    assert db.session.scalars(select(SourceSentence.sentence)).all() == ["Article 5 of the law of 2014 says so."]


def test_a_source_that_is_no_web_address_keeps_no_other_from_being_asked_for(web: Web, fetcher: Fetcher) -> None:
    rest("http://[law.example.org", "office-1", "Article 5 of the law of 2014")
    rest("http://law.example.org/", "office-2", "Article 5 of the law of 2014")
    web.put("http://law.example.org/", "Article 5 of the law of 2014 says so.")

    assert ask(fetcher, clock.now()) == [SourceOutcome.READ]


def test_a_detail_that_is_not_public_is_compared_with_no_page(web: Web, fetcher: Fetcher) -> None:
    contact = factories.contact("+996 312 55 66 77", means="phone", audience="network", network_key="casc")
    factories.add(factories.authority(), contact)
    factories.add(
        Provenance(kind="contact_detail", key=contact.key, detail="value", sources=("http://law.example.org/",))
    )
    web.put("http://law.example.org/", "Call +996 312 55 66 77.")

    ask(fetcher, clock.now())

    assert db.session.scalars(select(SourceSentence)).all() == []
