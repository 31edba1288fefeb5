"""A reservation that excludes an article: it gives no coverage, replaces nothing and is not among the rules."""

from collections.abc import Callable
from datetime import date

import pytest

from directory.atlas.answer import AtlasAnswer
from directory.atlas.facts import ReservationFacts
from tests.atlas.cases import OTHER, TODAY, asked
from tests.atlas.conftest import Answered

Found = Callable[..., AtlasAnswer]
SERVICE, RECORDS = "service_of_documents", "criminal_records"


@pytest.fixture
def found(answer_to: Answered) -> Found:
    """Return a function that answers on a pair of States, a measure and a day."""
    return lambda pair, measure, on=TODAY: answer_to(asked(pair, measure, OTHER, on))


def use(given: AtlasAnswer, treaty: str) -> tuple[str, set[str]]:
    one = next(one for one in given.bases if one.treaty == treaty)
    return one.use, {why.article for why in one.reasons if why.code == "reserved"}


def rules(given: AtlasAnswer, treaty: str) -> set[str]:
    return {one.article for said in given.sections.values() for one in said if one.treaty == treaty and not one.state}


@pytest.mark.parametrize(
    ("pair", "measure", "expected"),
    [
        # Armenia excludes Chapter II, Azerbaijan Chapters II and III. It holds in both directions.
        ("AM>DE", SERVICE, ("supplements", {"3(a)"})),
        ("DE>AM", SERVICE, ("supplements", {"3(a)"})),
        ("AM>DE", RECORDS, ("basis", set())),
        ("AZ>DE", SERVICE, ("supplements", {"3(a)"})),
        ("DE>AZ", RECORDS, ("supplements", {"4"})),
        ("GE>DE", SERVICE, ("basis", set())),
    ],
)
def test_a_chapter_that_a_state_excluded_gives_no_coverage(
    found: Found, pair: str, measure: str, expected: tuple[str, set[str]]
) -> None:
    """ETS 99, art. 8(2)."""
    assert use(found(pair, measure), "ets99") == expected


def test_it_does_before_the_reservation(found: Found) -> None:
    """Austria limited, and did not exclude, Chapter I; Armenia's reservation holds from 2004-06-21."""
    reservation = ReservationFacts("3; 8(2)", since=date(2004, 6, 21), until=date(2020, 1, 1))

    days = (date(2004, 6, 20), date(2004, 6, 21), date(2020, 1, 1))
    assert [reservation.excludes("3(a)", SERVICE, ["DE"], on) for on in days] == [False, True, False]


@pytest.mark.parametrize(
    ("reservation", "article", "expected"),
    [
        (ReservationFacts("3; 8(2)"), "3(a)", True),
        (ReservationFacts("3(b)"), "3(a)", False),
        (ReservationFacts("3(a)"), "3", False),
        (ReservationFacts("3", measures=(RECORDS,)), "3(a)", False),
        (ReservationFacts("3", measures=("evidence",)), "3(a)", True),
        (ReservationFacts("3", towards="FR"), "3(a)", False),
        (ReservationFacts("3", towards="DE"), "3(a)", True),
    ],
)
def test_a_reservation_is_on_its_articles_measures_and_states(
    reservation: ReservationFacts, article: str, expected: bool
) -> None:
    assert reservation.excludes(article, SERVICE, ["DE"], TODAY) is expected


def test_an_excluded_article_is_not_among_the_rules(found: Found) -> None:
    """ETS 86, chapter I is not accepted by Georgia; chapter II is."""
    assert "1" in rules(found("RU>AM", "extradition"), "ets86")
    assert rules(found("RU>GE", "extradition"), "ets86") == {"2(2)"}


def test_a_chapter_that_a_state_excluded_replaces_nothing(found: Found) -> None:
    """ETS 98, chapter V, which Russia does not accept, would replace ETS 24, art. 12(1); chapter II replaces art. 5."""
    given = found("RU>AM", "extradition")

    assert "12(1)" in rules(given, "ets24")
    assert "5" not in rules(given, "ets24")
    assert "5" not in rules(given, "ets98")
    central = next(verdict for verdict in given.channels if verdict.channel == "central")
    assert (central.lawful, central.reasons[0].treaty) == ("conditional", "ets24")


def test_a_measure_that_a_state_excluded_is_not_covered(found: Found) -> None:
    """ETS 182, art. 33(2): Slovakia does not accept art. 20."""
    assert use(found("AM>SK", "joint_investigation"), "ets182")[1] == {"20(1)"}
    assert use(found("AM>SK", "joint_investigation"), "ets182")[0] not in ("basis", "conditional")


@pytest.mark.parametrize(("pair", "measure"), [("PL>GE", "joint_investigation"), ("TR>GE", "controlled_delivery")])
def test_an_article_that_a_state_may_have_excluded_is_said_to_be_one(found: Found, pair: str, measure: str) -> None:
    """ETS 182, art. 33(2): arts 16 to 20."""
    (treaty,) = (one for one in found(pair, measure).usable if one.treaty == "ets182")

    assert ("condition_presumed", "not_reserved") in {(why.code, why.condition) for why in treaty.reasons}
