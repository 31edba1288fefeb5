"""An urgent question without an answer has the lines of its desk at the top, for the side that waits."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory.consultations.service import answering, asking
from directory.extensions import db
from directory.models import Consultation, Disclosure, FocalPoint
from directory.transaction import committing
from tests import factories, people
from tests.consultations.conftest import NETWORK, Scene, make_scene
from tests.html import parse

DUTY, OFFICE, OTHER = "+33 1 99 00 00 01", "+33 1 99 00 00 02", "+33 1 99 00 00 03"


@pytest.fixture
def own_scene(site: Flask) -> Scene:
    """Return a desk with a line for its network and one of its office."""
    made = make_scene()
    office = db.session.get_one(FocalPoint, made.desk).authority_key
    kept = {"audience": "network", "network_key": NETWORK}
    factories.add(
        factories.contact(DUTY, office, means="phone", **kept), factories.contact(OFFICE, office, means="phone")
    )
    return made


def page_of(app: Flask, scene: Scene, made: Consultation, name: str = "asker") -> Any:
    client = people.signed_in(app, scene.stored(name))
    return parse(client.get(f"/en/consultations/{made.public_id}"))


def lines_at_the_top(page: Any) -> list[str]:
    return [link for shown in page.all('section[aria-labelledby="call-now"]') for link in shown.links if "tel:" in link]


def test_an_urgent_question_shows_the_line_of_its_desk_and_records_it(site: Flask, own_scene: Scene) -> None:
    made = own_scene.ask(urgency="urgent")

    page = page_of(site, own_scene, made)

    assert lines_at_the_top(page) == ["tel:+33199000001", "tel:+33199000002"]
    assert page.one('section[aria-labelledby="call-now"]').text.startswith("Urgent: call now")
    office = db.session.get_one(FocalPoint, own_scene.desk).authority_key
    shown = db.session.scalars(select(Disclosure).where(Disclosure.key == office)).all()
    assert [one.account_id for one in shown] == [own_scene.numbers["asker"]]


@pytest.mark.parametrize(("urgency", "name"), [("normal", "asker"), ("urgent", "member")])
def test_a_question_that_can_wait_and_the_desk_itself_have_no_line(
    site: Flask, own_scene: Scene, urgency: str, name: str
) -> None:
    made = own_scene.ask(urgency=urgency)

    assert lines_at_the_top(page_of(site, own_scene, made, name)) == []


def calls_back(page: Any) -> list[str]:
    return [
        link for shown in page.all('section[aria-labelledby="call-back"]') for link in shown.links if "tel:" in link
    ]


@pytest.mark.parametrize(("urgency", "name"), [("urgent", "member"), ("normal", "member"), ("urgent", "asker")])
def test_only_the_desk_of_an_urgent_question_has_the_line_of_the_institution_that_asks_and_it_is_recorded(
    site: Flask, own_scene: Scene, urgency: str, name: str
) -> None:
    made = own_scene.ask(urgency=urgency)
    [office] = [one.authority_key for one in made.seats if one.authority_key]
    factories.add(factories.contact("+996 312 000111", office, means="phone", audience="practitioners"))

    page = page_of(site, own_scene, made, name)

    is_told = (urgency, name) == ("urgent", "member")
    assert calls_back(page) == (["tel:+996312000111"] if is_told else [])
    shown = db.session.scalars(select(Disclosure).where(Disclosure.key == office)).all()
    assert [one.account_id for one in shown] == ([own_scene.numbers[name]] if is_told else [])


def test_a_closed_question_has_no_line_of_those_who_asked(site: Flask, own_scene: Scene) -> None:
    made = own_scene.ask(urgency="urgent")
    [office] = [one.authority_key for one in made.seats if one.authority_key]
    factories.add(factories.contact("+996 312 000111", office, means="phone"))
    before = calls_back(page_of(site, own_scene, made, "member"))

    with committing():
        asking.close(own_scene.viewer("asker"), made)

    assert before == ["tel:+996312000111"]
    assert calls_back(page_of(site, own_scene, made, "member")) == []


def test_the_line_stays_after_an_acknowledgement_and_goes_when_it_is_closed(site: Flask, own_scene: Scene) -> None:
    made = own_scene.ask(urgency="urgent")

    with committing():
        answering.acknowledge(own_scene.viewer("member"), made)
    acknowledged = lines_at_the_top(page_of(site, own_scene, made))
    with committing():
        asking.close(own_scene.viewer("asker"), made)

    assert acknowledged == ["tel:+33199000001", "tel:+33199000002"]
    assert lines_at_the_top(page_of(site, own_scene, made)) == []


@pytest.mark.parametrize(("audience", "is_read"), [("public", False), ("practitioners", True)])
def test_if_nobody_answers_the_number_of_each_office_that_the_reader_may_see_is_shown_and_recorded(
    site: Flask, audience: str, is_read: bool
) -> None:
    scene = make_scene()
    other = "office-of-another-network"
    factories.add(factories.authority(f"{other}-{audience}", jurisdiction_key="FR", name=factories.english(audience)))
    factories.add(
        factories.focal_point(f"desk-of-{audience}", f"{other}-{audience}", network_key="carin"),
        factories.contact(OTHER, f"{other}-{audience}", means="phone", audience=audience),
    )

    shown = page_of(site, scene, scene.ask(urgency="urgent")).one('section[aria-labelledby="call-now"]')

    assert f"{audience} +33 1 99 00 00 03" in shown.text
    assert "tel:+33199000003" in shown.links
    assert not any(role in shown.text for role in (("deputy", "head of", "coordinator")))
    noted = db.session.scalars(select(Disclosure).where(Disclosure.key == f"{other}-{audience}")).all()
    assert [one.account_id for one in noted] == [scene.numbers["asker"]] * is_read


CYBER, ALIKE = "+33 1 99 00 00 04", "+33 1 99 00 00 05"


def test_a_desk_for_other_measures_comes_after_what_serves_the_measure(site: Flask) -> None:
    scene = make_scene()
    for network, number in (("budapest-24-7", CYBER), ("eurojust-cp", ALIKE)):
        key = f"office-of-{network}"
        factories.add(factories.authority(key, jurisdiction_key="FR"))
        factories.add(
            factories.focal_point(f"a-desk-of-{network}", key, network_key=network),
            factories.contact(number, key, means="phone"),
        )

    shown = page_of(site, scene, scene.ask(urgency="urgent", measure="extradition"))

    numbers = [one for one in lines_at_the_top(shown) if one in ("tel:+33199000004", "tel:+33199000005")]
    assert numbers == ["tel:+33199000005", "tel:+33199000004"]


def test_a_number_that_can_be_dialled_comes_before_one_that_only_phones_of_the_state_can_dial(site: Flask) -> None:
    scene = make_scene()
    factories.add(factories.contact("115", db.session.get_one(FocalPoint, scene.desk).authority_key, means="phone"))

    shown = page_of(site, scene, scene.ask(urgency="urgent", measure="extradition"))

    numbers = shown.one('section[aria-labelledby="call-now"]').markup
    assert 0 < numbers.index('href="tel:') < numbers.index(">115<")
