"""Who reads and who keeps an entry of the docket: the table of the guide for users, on each address."""

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Disclosure, DocketEntry
from directory.requests.queries import entries as queries
from directory.requests.queries.entries import RequestFilter
from directory.vocabulary import MEASURES
from tests.consultations.conftest import Scene
from tests.requests.conftest import FILE_NUMBER, browser_of, entered, fresh, invited, joined, other_office

# Who, whether they read an outgoing entry, and whether they keep it.
TABLE = [
    ("asker", True, True),
    ("colleague", True, True),
    ("of another office", False, False),
    ("stranger at home", False, False),
    ("coordinator here", True, False),
    ("coordinator there", False, False),
    ("coordinator elsewhere", False, False),
    ("administrator", True, False),
    ("of the central authority", False, False),
    ("executing officer", False, False),
    ("member", False, False),
    ("third State", False, False),
    ("visitor", False, False),
]
KEEPING = ("dates", "edit", "strike", "invite")


def viewer_named(scene: Scene, who: str) -> Viewer:
    return viewer_of(other_office(scene)) if who == "of another office" else scene.viewer(who)


def reads(viewer: Viewer, entry: DocketEntry) -> bool:
    try:
        queries.get_readable(viewer, entry.public_id)
    except NotFound:
        return False
    return True


def keeps(viewer: Viewer, entry: DocketEntry) -> bool:
    try:
        queries.get_held(viewer, entry.public_id)
    except NotFound:
        return False
    return True


@pytest.mark.parametrize(("who", "may_read", "may_keep"), TABLE)
def test_an_entry_is_read_and_kept_by_the_table_whether_or_not_the_other_state_takes_part(
    scene: Scene, who: str, may_read: bool, may_keep: bool
) -> None:
    viewer = viewer_named(scene, who)

    for entry in (entered(scene), invited(scene), joined(scene)[0]):
        assert (reads(viewer, entry), keeps(viewer, entry)) == (may_read, may_keep)
        listed = [one.id for one in queries.list_entries(viewer, RequestFilter(sort="number")).rows]
        assert (entry.id in listed) is may_read


@pytest.mark.parametrize("who", [row[0] for row in TABLE if row[0] != "visitor"])
def test_pages_follow_the_table(site: Flask, scene: Scene, who: str) -> None:
    _who, may_read, may_keep = next(row for row in TABLE if row[0] == who)
    account = other_office(scene) if who == "of another office" else scene.people[who]
    client, entry = browser_of(site, account), entered(scene)

    page = client.get(f"/en/requests/{entry.public_id}")
    kept = [client.get(f"/en/requests/{entry.public_id}/{part}").status_code for part in KEEPING]

    assert page.status_code == (200 if may_read else 404)
    assert kept == [200 if may_keep else 404] * len(KEEPING)
    assert (FILE_NUMBER in page.text) is may_keep


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("of the central authority", True),
        *((row[0], False) for row in TABLE[:10] if row[0] != "of the central authority"),
    ],
)
def test_an_invitation_is_for_the_invited_office_alone(scene: Scene, who: str, may: bool) -> None:
    viewer, entry = viewer_named(scene, who), invited(scene)

    assert (entry.id in [one.id for one in queries.list_invitations(viewer)]) is may


def test_an_invitation_tells_neither_number_nor_file_number(site: Flask, scene: Scene) -> None:
    entry = invited(scene)
    client = browser_of(site, scene.people["of the central authority"])

    page = client.get(f"/en/requests/invitations/{entry.public_id}").text

    assert str(MEASURES.label("hearing_witness")) in page
    assert FILE_NUMBER not in page
    assert f"{entry.year}/{entry.number}" not in page


def test_the_other_state_reads_its_own_entry_alone(site: Flask, scene: Scene) -> None:
    here, there = joined(scene)
    client = browser_of(site, scene.people["of the central authority"])

    assert client.get(f"/en/requests/{there.public_id}").status_code == 200
    assert client.get(f"/en/requests/{here.public_id}").status_code == 404
    assert client.post(f"/en/requests/{here.public_id}/take-back").status_code == 404


@pytest.mark.parametrize("who", ["of the central authority", "third State", "of another office", "administrator"])
def test_no_stranger_changes_an_entry_by_any_form(site: Flask, scene: Scene, who: str) -> None:
    account = other_office(scene) if who == "of another office" else scene.people[who]
    client, entry = browser_of(site, account), entered(scene)
    seen = {"seen": str(entry.version)}
    sent = {
        "dates": seen | {"event": "withdrawn", "day": "2026-10-01"},
        "edit": seen | {"measure": "extradition", "offence": "som"},
        "strike": seen,
        "invite": seen,
        "take-back": seen,
        "hand-over": seen | {"authority": account.authority_key or ""},
    }

    answers = {
        part: client.post(f"/en/requests/{entry.public_id}/{part}", data=data).status_code
        for part, data in sent.items()
    }

    assert set(answers.values()) == {404}
    assert (fresh(entry).version, len(fresh(entry).acts)) == (1, 2)


def test_the_file_number_that_is_shown_is_recorded_as_disclosed(site: Flask, scene: Scene) -> None:
    entry = entered(scene)
    browser_of(site, scene.people["asker"]).get(f"/en/requests/{entry.public_id}")

    db.session.rollback()
    shown = select(Disclosure.account_id, Disclosure.details).where(Disclosure.key == entry.public_id)
    assert db.session.execute(shown).all() == [(scene.people["asker"].id, ("file_number",))]


@pytest.mark.parametrize("who", ["asker", "executing officer", "third State", "coordinator there", "administrator"])
def test_nobody_but_the_invited_office_answers_an_invitation(site: Flask, scene: Scene, who: str) -> None:
    client, entry = browser_of(site, scene.people[who]), invited(scene)
    address = f"/en/requests/invitations/{entry.public_id}"

    answers = [
        client.get(address),
        client.post(address, data={"received_on": "2026-09-09"}),
        client.post(f"{address}/decline"),
    ]

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert fresh(entry).invited_at is not None


SETTING = [("coordinator here", 200), ("administrator", 200), ("asker", 403), ("coordinator there", 403)]


@pytest.mark.parametrize(("who", "status"), SETTING)
def test_usual_times_are_set_by_those_who_oversee_the_state(site: Flask, scene: Scene, who: str, status: int) -> None:
    assert browser_of(site, scene.people[who]).get("/en/requests/usual-times/KG").status_code == status


def test_a_list_for_a_meeting_holds_what_its_reader_may_read(site: Flask, scene: Scene) -> None:
    entry = entered(scene)
    clients = {who: browser_of(site, scene.people[who]) for who in ("coordinator here", "of the central authority")}

    own, there = (client.get("/en/requests?state=pending&sort=number").text for client in clients.values())

    assert entry.public_id in own
    assert entry.public_id not in there


def test_neither_state_learns_the_people_of_the_other(site: Flask, scene: Scene) -> None:
    here, there = joined(scene)
    pages = {
        "asker": browser_of(site, scene.people["asker"]).get(f"/en/requests/{here.public_id}").text,
        "of the central authority": browser_of(site, scene.people["of the central authority"])
        .get(f"/en/requests/{there.public_id}")
        .text,
    }
    own, other = (scene.people[who].name for who in pages)

    assert own in pages["asker"]
    assert other not in pages["asker"]
    assert own not in pages["of the central authority"]
