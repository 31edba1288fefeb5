"""Where a received request is on the way within the State."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask

from directory import clock
from directory.errors import InvalidInput
from directory.extensions import db
from directory.formats.tables import write_table
from directory.models import DocketEntry, RequirementSheet, Rule
from directory.requests.presenters.route import route_of
from directory.requests.queries.entries import get_held
from directory.requests.service.entering import Passing
from directory.requests.service.passing import pass_on
from directory.transaction import committing
from tests import factories
from tests.api.programs import Program
from tests.consultations.conftest import Scene
from tests.html import parse
from tests.requests.conftest import browser_of, fresh, joined

STEP = "fr-hearing_witness:route"


def with_route(days: int = 5) -> None:
    sheet = "fr-hearing_witness"
    if db.session.get(RequirementSheet, sheet) is None:
        factories.add(RequirementSheet(key=sheet, jurisdiction_key="FR", measure="hearing_witness"))
    if db.session.get(Rule, STEP) is None:
        factories.add(Rule(key=STEP, sheet_key=sheet, topic="route", office_kind="prosecutor_general", days=days))


@pytest.mark.parametrize(("days_ago", "is_late"), [(5, False), (6, True)])
def test_a_request_that_is_at_a_step_for_longer_than_stated_is_marked(
    scene: Scene, days_ago: int, is_late: bool
) -> None:
    with_route()
    viewer, day = scene.viewer("of the central authority"), clock.today() - timedelta(days=days_ago)
    _sent, received = joined(scene)
    with committing():
        pass_on(viewer, get_held(viewer, received.public_id), Passing(STEP, day), received.version)

    found = route_of(viewer, fresh(received), "en")

    assert (found.now, found.days, found.is_late) == (STEP, days_ago, is_late)


def test_a_step_that_the_route_does_not_have_is_refused(scene: Scene) -> None:
    with_route()
    viewer = scene.viewer("of the central authority")
    _sent, received = joined(scene)

    with pytest.raises(InvalidInput):
        pass_on(viewer, get_held(viewer, received.public_id), Passing("kg:001", clock.today()), received.version)


@pytest.mark.parametrize(("who", "status"), [("of the central authority", 200), ("asker", 404)])
def test_only_the_office_that_holds_the_received_request_passes_it_on(
    site: Flask, scene: Scene, who: str, status: int
) -> None:
    with_route()
    _sent, received = joined(scene)

    page = browser_of(site, scene.people[who]).get(f"/en/requests/{received.public_id}/pass-on")

    assert page.status_code == status


def at_step(scene: Scene, days_ago: int = 2) -> DocketEntry:
    """Return a received entry whose request is at the step STEP."""
    with_route()
    viewer, (_sent, received) = scene.viewer("of the central authority"), joined(scene)
    with committing():
        passed = Passing(STEP, clock.today() - timedelta(days=days_ago))
        pass_on(viewer, get_held(viewer, received.public_id), passed, received.version)
    return fresh(received)


def test_the_same_step_written_down_twice_counts_once(scene: Scene) -> None:
    received = at_step(scene)
    viewer, acts = scene.viewer("of the central authority"), len(received.acts)

    with committing():
        passed = Passing(STEP, clock.today() - timedelta(days=2))
        pass_on(viewer, get_held(viewer, received.public_id), passed, received.version - 1)

    assert len(fresh(received).acts) == acts


@pytest.mark.parametrize("days", [1, -400])
def test_a_day_still_to_come_or_before_the_receipt_is_refused(scene: Scene, days: int) -> None:
    with_route()
    viewer, (_sent, received) = scene.viewer("of the central authority"), joined(scene)
    passed = Passing(STEP, clock.latest_today() + timedelta(days=days))

    with pytest.raises(InvalidInput):
        pass_on(viewer, get_held(viewer, received.public_id), passed, received.version)


def test_a_request_that_was_sent_is_passed_on_by_nobody_here(site: Flask, scene: Scene) -> None:
    with_route()
    sent, _received = joined(scene)
    client = browser_of(site, scene.people["asker"])

    assert client.get(f"/en/requests/{sent.public_id}/pass-on").status_code == 404
    assert "Way within the State" not in client.get(f"/en/requests/{sent.public_id}").text


@pytest.mark.parametrize(
    ("who", "is_shown"),
    [
        ("of the central authority", True),
        ("coordinator there", True),
        ("administrator", True),
        ("asker", False),
        ("colleague", False),
        ("executing officer", False),
        ("member", False),
        ("coordinator here", False),
        ("third State", False),
    ],
)
def test_where_a_request_is_is_shown_to_those_alone_who_read_its_entry(
    site: Flask, scene: Scene, who: str, is_shown: bool
) -> None:
    received, client = at_step(scene), browser_of(site, scene.people[who])

    page = client.get(f"/en/requests/{received.public_id}")
    exported = client.get("/en/requests/export.csv").text

    assert ("It is here now" in page.text) is is_shown
    assert page.status_code == (200 if is_shown else 404)
    assert (STEP in exported) is is_shown


def test_the_state_that_sent_it_learns_nothing_of_the_way(site: Flask, scene: Scene) -> None:
    received = at_step(scene)
    sent = db.session.get_one(DocketEntry, received.partner_id)
    client, program = browser_of(site, scene.people["asker"]), Program(site, scene.people["asker"])

    page = client.get(f"/en/requests/{sent.public_id}").text
    answer = program.get(f"requests/{sent.public_id}").get_json()

    assert "passed on within the State" not in page
    assert answer["route"] == []
    assert STEP not in str(answer)


def test_the_page_writes_down_the_step_and_the_history_names_it(site: Flask, scene: Scene) -> None:
    with_route()
    _sent, received = joined(scene)
    client = browser_of(site, scene.people["of the central authority"])
    address = f"/en/requests/{received.public_id}"
    form = {"seen": str(received.version), "step": STEP, "day": clock.today().isoformat()}

    answer = client.post(f"{address}/pass-on", data=form)
    late = client.post(f"{address}/pass-on", data=form | {"day": (clock.today() - timedelta(days=1)).isoformat()})

    page = parse(client.get(address))
    assert (answer.status_code, late.status_code) == (303, 422)
    assert page.one("[aria-current=step]").text.startswith("Prosecution service")
    assert "passed on within the State" in page.text


def test_a_step_that_was_removed_is_said_to_be_gone(site: Flask, scene: Scene) -> None:
    received = at_step(scene)
    factories.add(Rule(key="fr:other", sheet_key="fr-hearing_witness", topic="route", office_kind="judicial_body"))
    db.session.delete(db.session.get_one(Rule, STEP))
    db.session.commit()

    page = browser_of(site, scene.people["of the central authority"]).get(f"/en/requests/{received.public_id}").text
    db.session.delete(db.session.get_one(Rule, "fr:other"))
    db.session.commit()

    assert "a step that is no longer on this way" in page


def test_the_api_passes_a_request_on_for_the_version_that_was_read(site: Flask, scene: Scene) -> None:
    with_route()
    _sent, received = joined(scene)
    program, address = Program(site, scene.people["of the central authority"]), f"requests/{received.public_id}"
    body = {"step": STEP, "day": clock.today().isoformat()}

    bare = program.ask("POST", f"{address}/pass-on", body)
    version = program.version(address)
    wrong = program.ask("POST", f"{address}/pass-on", body | {"step": "kg:001"}, version)
    passed = program.ask("POST", f"{address}/pass-on", body, version)

    assert (bare.status_code, wrong.status_code, passed.status_code) == (428, 422, 200)
    assert passed.get_json()["route"] == [
        {
            "key": STEP,
            "authority": None,
            "authority_kind": "prosecutor_general",
            "days": 5,
            "is_here": True,
            "since": body["day"],
        }
    ]


@pytest.mark.parametrize("who", ["asker", "coordinator there", "third State", "executing officer"])
def test_nobody_else_passes_it_on_over_the_api(site: Flask, scene: Scene, who: str) -> None:
    with_route()
    _sent, received = joined(scene)
    body = {"step": STEP, "day": clock.today().isoformat()}

    answer = Program(site, scene.people[who]).ask("POST", f"requests/{received.public_id}/pass-on", body, '"x"')

    assert answer.status_code in (403, 404)
    assert len(fresh(received).acts) == len(received.acts)


HEADING = ["direction", "other_state", "measure", "offence", "received", "step", "passed_on"]
ROW = ["incoming", "KG", "hearing_witness", "tip", "2026-09-08", STEP, "2026-09-10"]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({}, None),
        ({"step": "", "passed_on": ""}, None),
        ({"step": "kg:001"}, ""),
        ({"passed_on": "2026-09-01"}, ""),
        ({"passed_on": "soon"}, "passed_on"),
        ({"passed_on": ""}, "passed_on"),
        ({"step": ""}, "step"),
        ({"measure": "freezing"}, ""),
    ],
)
def test_a_table_brings_the_step_along_or_says_what_is_wrong(
    site: Flask, scene: Scene, changes: dict[str, str], column: str | None
) -> None:
    with_route()
    row = list((dict(zip(HEADING, ROW, strict=True)) | changes).values())
    content = write_table("csv", [("requests", [HEADING, row])])
    client = browser_of(site, scene.people["of the central authority"])

    data = {"file": (BytesIO(content), "table.csv")}
    answer = client.post("/en/requests/import", data=data | {"again": "y"}, content_type="multipart/form-data")

    assert answer.status_code == (303 if column is None else 422)
    if column is not None:
        [told] = parse(answer).all("tbody tr")
        assert told.all("td")[0].text == column


def test_what_is_exported_can_be_imported_with_its_step(site: Flask, scene: Scene) -> None:
    at_step(scene)
    client = browser_of(site, scene.people["of the central authority"])

    exported = client.get("/en/requests/export.csv").data
    assert STEP in exported.decode()
    data = {"file": (BytesIO(exported), "table.csv")}
    answer = client.post("/en/requests/import", data=data | {"again": "y"}, content_type="multipart/form-data")

    assert answer.status_code == 303
