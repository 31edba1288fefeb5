"""A treaty that is not known to bind both States takes nothing from another one: both texts are shown and the doubt."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask

from directory.atlas.answer import AtlasAnswer
from directory.atlas.legal_basis import LegalBasis
from directory.clock import frozen_at
from tests.atlas.cases import HEARING, MOMENT, OTHER, TODAY, asked
from tests.atlas.conftest import Answered
from tests.html import parse

Found = Callable[..., AtlasAnswer]
REPLACED = ("10", "12", "14", "15", "21")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with frozen_at(MOMENT):
        yield


@pytest.fixture
def found(answer_to: Answered) -> Found:
    """Return a function that answers on a pair of States, a measure and a day."""
    return lambda pair, measure, on=TODAY: answer_to(asked(pair, measure, OTHER, on))


def told(given: AtlasAnswer, treaty: str) -> set[tuple[str, bool]]:
    """Return the articles of a treaty in an answer, each with whether they apply only if the treaty binds."""
    statements = [one for said in given.sections.values() for one in said if not one.state]
    ruled = {(one.article.partition("(")[0], one.if_bound) for one in statements if one.treaty == treaty}
    return ruled | {(item.basis.rpartition(" ")[2].partition("(")[0], item.if_bound) for item in items(given, treaty)}


def items(given: AtlasAnswer, treaty: str) -> list:
    return [item for item in given.content if item.treaty == treaty]


def basis(given: AtlasAnswer, treaty: str) -> LegalBasis:
    return next(one for one in given.bases if one.treaty == treaty)


@pytest.mark.parametrize(
    ("pair", "on"), [("UA>RU", TODAY), ("UA>RU", date(2022, 12, 30)), ("TR>RU", TODAY), ("FR>UA", TODAY)]
)
def test_articles_stay_that_an_unverified_protocol_would_replace(found: Found, pair: str, on: date) -> None:
    """CETS 212, arts 1 to 5, and ETS 24, arts 10, 12, 14, 15 and 21."""
    given = found(pair, "extradition", on)

    assert {(article, False) for article in REPLACED} <= told(given, "ets24")
    assert {if_bound for _, if_bound in told(given, "cets212")} == {True}
    assert any(item.basis == "ETS 24, art. 12(2)(a)" and item.is_mandatory for item in given.content)
    assert not any(item.is_mandatory for item in items(given, "cets212"))


def test_they_are_replaced_where_the_protocol_is_known_to_bind_both(found: Found) -> None:
    """Austria and Türkiye."""
    given = found("AT>TR", "extradition")

    assert {article for article, _ in told(given, "ets24")} & set(REPLACED) == set()
    assert {if_bound for _, if_bound in told(given, "cets212")} == {False}


def test_the_doubt_is_said_at_the_protocol_and_at_each_of_its_rules(app: Flask) -> None:
    page = parse(app.test_client().get("/en/atlas?from=UA&to=RU&measure=extradition&offence=other&all=1"))

    assert "If it binds all of these States, it changes the text of ETS 24" in page.text
    assert "Only if this treaty binds both States" in page.one("#ua-ru-content").text


def test_a_protocol_of_which_that_is_not_known_opens_a_channel_on_conditions_alone(found: Found) -> None:
    """CETS 212, art. 6(2)."""
    given = found("FR>UA", "extradition")

    reasons = [why for verdict in given.channels for why in verdict.reasons if why.treaty == "cets212"]
    assert reasons
    assert all(why.if_bound for why in reasons)
    assert not any(
        verdict.lawful == "yes" and verdict.reasons[0].treaty == "cets212"
        for verdict in given.channels
        if verdict.reasons
    )


@pytest.mark.parametrize("pair", ["KZ>AZ", "KZ>TJ", "BY>AZ"])
@pytest.mark.parametrize("measure", ["extradition", HEARING])
def test_a_treaty_is_not_replaced_by_one_that_no_source_says_to_bind(found: Found, pair: str, measure: str) -> None:
    """Chisinau Convention, art. 120(3): the Minsk Convention is no longer applied between parties to both."""
    given = found(pair, measure)

    minsk, chisinau = basis(given, "minsk-1993"), basis(given, "chisinau-2002")
    assert (minsk.use, minsk.is_leading) == ("basis", True)
    assert (chisinau.use, chisinau.is_leading, chisinau.is_certain) == ("conditional", True, False)
    assert ("order_supersedes_if_bound", "minsk-1993") in {(why.code, why.treaty) for why in chisinau.reasons}


@pytest.mark.parametrize("pair", ["KZ>TJ", "TJ>AM"])
@pytest.mark.parametrize("measure", ["extradition", HEARING])
def test_the_same_facts_give_the_same_answer_on_every_day(found: Found, pair: str, measure: str) -> None:
    """The day from which Chisinau binds Tajikistan is not known, nor whether it does."""

    def judged(on: date) -> list[tuple[str, str, bool]]:
        keys = ("minsk-1993", "minsk-1993-protocol-1997", "chisinau-2002")
        return [(one.treaty, one.use, one.is_leading) for one in found(pair, measure, on).bases if one.treaty in keys]

    assert judged(TODAY) == judged(date(2020, 1, 1))


def test_one_that_is_known_to_bind_both_takes_the_place_of_the_other(found: Found) -> None:
    given = found("KZ>BY", HEARING)

    assert (basis(given, "minsk-1993").use, basis(given, "chisinau-2002").use) == ("replaced", "basis")
