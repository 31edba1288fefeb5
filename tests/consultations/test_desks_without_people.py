"""Of a desk behind which nobody has an account, the form promises nothing and leads to what can be reached."""

from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import Competence, Disclosure, Jurisdiction
from tests import factories, people
from tests.consultations.conftest import NETWORK, Scene, make_scene
from tests.consultations.test_pages import ASKED
from tests.html import Element, parse

ELSEWHERE, KEPT = "+995 32 200 00 02", "+995 32 200 00 03"


def scene_in(state: str) -> Scene:
    """Return a scene with a desk without people, in a State of which the directory knows nothing else."""
    factories.add(Jurisdiction(key=state, alpha3=f"{state}X", region="145", name=factories.english(state)))
    made = make_scene(state)
    factories.add(factories.focal_point(empty_desk(made), office_of(made), network_key=NETWORK))
    return made


def empty_desk(scene: Scene) -> str:
    return f"empty-{scene.desk}"


def office_of(scene: Scene) -> str:
    return scene.desk.replace("desk", "central")


def form_for(app: Flask, scene: Scene, desk: str) -> Element:
    return parse(people.signed_in(app, scene.stored("asker")).get(f"/en/consultations/new?desk={desk}"))


def test_where_a_state_has_no_contact_the_form_leads_to_its_page(site: Flask) -> None:
    own_scene = scene_in("GE")

    nobody = form_for(site, own_scene, empty_desk(own_scene)).one('section[aria-labelledby="nobody-reads"]')

    assert nobody.links == ["/en/jurisdictions/GE"]


def test_a_desk_that_has_nobody_and_no_number_promises_nothing_and_leads_to_the_number_of_its_state(
    site: Flask,
) -> None:
    own_scene = scene_in("LV")
    office = factories.authority(
        "other-office-of-its-state", jurisdiction_key="LV", name=factories.english("Other office")
    )
    factories.add(office)
    factories.add(
        Competence(
            key="other-office-of-its-state:one",
            authority_key="other-office-of-its-state",
            function="mutual_legal_assistance",
        ),
        factories.contact(ELSEWHERE, "other-office-of-its-state", means="phone"),
    )

    page = form_for(site, own_scene, empty_desk(own_scene))

    nobody = page.one('section[aria-labelledby="nobody-reads"]')
    assert "Nobody will read your question here" in nobody.text
    assert "tel:+995322000002" in nobody.links
    assert "The desk acknowledges by" not in page.text
    assert "Answer by" not in page.text


def test_a_desk_that_has_nobody_but_a_number_shows_it_and_records_it(site: Flask) -> None:
    own_scene = scene_in("EE")
    office = office_of(own_scene)
    kept = {"audience": "network", "network_key": NETWORK}
    factories.add(factories.contact(KEPT, office, means="phone", **kept))

    page = form_for(site, own_scene, empty_desk(own_scene))

    assert page.one('section[aria-labelledby="nobody-reads"]').links[-1:] == ["tel:+995322000003"]
    shown = db.session.scalars(select(Disclosure).where(Disclosure.key == office)).all()
    assert [one.account_id for one in shown] == [own_scene.numbers["asker"]]


def test_a_desk_with_people_promises_when_it_acknowledges(site: Flask) -> None:
    own_scene = scene_in("LT")

    page = form_for(site, own_scene, own_scene.desk)

    assert "The desk acknowledges by" in page.text
    assert page.all('section[aria-labelledby="nobody-reads"]') == []


def test_after_asking_a_desk_that_has_nobody_the_page_says_not_to_wait(site: Flask) -> None:
    own_scene = scene_in("FI")
    asker = people.signed_in(site, own_scene.stored("asker"))

    sent = asker.post(f"/en/consultations/new?desk={empty_desk(own_scene)}", data=ASKED | {"treaty": ""})

    done = parse(asker.get(sent.headers["Location"])).one("#done").text
    assert "do not wait" in done
    assert "The desk acknowledges by" not in done
