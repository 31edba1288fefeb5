"""What a search tells by words that are not for everyone is a look at the entries that it tells of."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import Account, Authority, ContactDetail, Disclosure
from directory.search.queries import MOST_REVEALED
from directory.vocabulary import Audience, Role
from tests import factories
from tests.conftest import copy_of, make_app
from tests.people import with_token

KG, KZ = ({f"{state}-bureau-{number}" for number in range(3)} for state in ("kg", "kz"))
MANY = MOST_REVEALED + 1


def office(key: str, state: str, *lines: str, **values: str) -> Iterator[Authority | ContactDetail]:
    yield factories.authority(key, jurisdiction_key=state, name=factories.english(f"Bureau {key}"), **values)
    for line in lines:
        yield factories.contact(f"{line}@example.org", key, audience=Audience.PRACTITIONERS, held_by=f"Ms {line}")


def entries() -> Iterator[Authority | ContactDetail]:
    for key in sorted(KG | KZ):
        yield from office(key, key[:2].upper(), "zanverholder")
    for number in range(MANY):
        yield from office(
            f"fr-bureau-{number}", "FR", "bureau", "zanvermany", "zanversome" if number < MOST_REVEALED else "zanverone"
        )


@pytest.fixture(scope="module")
def site(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(copy_of(few_states, tmp_path_factory.mktemp("looks") / "data"))
    with app.app_context():
        factories.add(*entries())
        yield app


@pytest.fixture
def reader(site: Flask) -> Account:
    return factories.account(Role.PRACTITIONER, ("casc",), jurisdiction_key="TJ")


def looked(reader: Account) -> set[str]:
    db.session.rollback()
    rows = list(db.session.scalars(select(Disclosure.key).where(Disclosure.account_id == reader.id)))
    assert len(rows) == len(set(rows))
    return set(rows)


@pytest.mark.parametrize(
    ("question", "total", "told"),
    [
        ("q=zanverholder", 6, KG | KZ),
        ("q=zanverholder&per_page=1", 6, KG | KZ),
        ("q=zanverholder&per_page=1&page=9", 6, KG | KZ),
        # The facet of States counts those of the others beside the one that is chosen.
        ("q=zanverholder&per_page=1&page=9&jurisdiction=KZ", 3, KG | KZ),
        ("q=zanverholder&per_page=1&page=9&jurisdiction=KZ&verified=sourced", 0, KZ),
        # Nothing is counted; that the word is known at all is told by what is not left out.
        ("q=zanverholder&jurisdiction=TJ&kind=treaty", 0, KG | KZ),
        ("q=bureau+kz-bureau-1+zanverholder", 1, {"kz-bureau-1"}),
        ("q=zanversome&per_page=1", MOST_REVEALED, {f"fr-bureau-{number}" for number in range(MOST_REVEALED)}),
    ],
)
def test_whatever_enters_a_total_or_a_count_by_a_restricted_word_is_written_down(
    site: Flask, reader: Account, question: str, total: int, told: set[str]
) -> None:
    answer = with_token(site, reader).get(f"/api/v1/search?{question}").get_json()

    assert answer["total"] == total
    assert looked(reader) == told


def test_what_public_words_find_is_no_look_though_a_restricted_detail_has_them_too(
    site: Flask, reader: Account
) -> None:
    answer = with_token(site, reader).get("/api/v1/search?q=bureau&per_page=1&page=99").get_json()

    assert answer["total"] >= len(KG | KZ) + MANY
    assert answer["warnings"] == []
    assert looked(reader) == set()


@pytest.mark.parametrize("narrowed", ["", "&per_page=1&page=9", "&jurisdiction=FR&kind=authority", "&jurisdiction=KG"])
def test_of_more_entries_than_a_page_holds_nothing_is_told_but_that_there_are_more(
    site: Flask, reader: Account, narrowed: str
) -> None:
    answer = with_token(site, reader).get(f"/api/v1/search?q=zanvermany{narrowed}").get_json()

    assert (answer["total"], answer["items"], answer["ignored"]) == (0, [], ["zanvermany"])
    assert f"more than {MOST_REVEALED} entries" in " ".join(answer["warnings"])
    assert looked(reader) == set()


def test_a_page_says_that_too_many_entries_have_a_word(site: Flask, reader: Account) -> None:
    page = with_token(site, reader).get("/en/search?q=zanvermany").text

    assert f"more than {MOST_REVEALED} entries" in page
    assert "fr-bureau" not in page
    assert looked(reader) == set()


def test_another_word_narrows_what_too_many_entries_have(site: Flask, reader: Account) -> None:
    answer = with_token(site, reader).get("/api/v1/search?q=zanvermany+zanverone").get_json()

    assert [item["id"] for item in answer["items"]] == [f"fr-bureau-{MOST_REVEALED}"]
    assert answer["warnings"] == []
    assert looked(reader) == {f"fr-bureau-{MOST_REVEALED}"}


def test_a_suggestion_is_a_look_at_what_it_shows(site: Flask, reader: Account) -> None:
    answer = with_token(site, reader).get("/api/v1/suggest?q=zanverholder").get_json()

    assert {item["id"] for item in answer["items"]} == looked(reader) == KG | KZ


def test_what_a_total_tells_counts_toward_the_ceiling(site: Flask, reader: Account) -> None:
    factories.add(
        *(Disclosure(account_id=reader.id, kind="authority", key=f"other-{one}", details=("x",)) for one in range(297))
    )

    answer = with_token(site, reader).get("/en/search?q=zanverholder")

    assert len(looked(reader) - {f"other-{one}" for one in range(297)}) == 3
    assert "3 results" in answer.text
