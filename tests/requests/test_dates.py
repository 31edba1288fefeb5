"""The dates of a request: what each State states, what both see, and what cannot be true."""

from datetime import date, timedelta

import pytest
from flask import Flask

from directory import clock
from directory.accounts.attempt_limits import LIMITS
from directory.errors import InvalidInput
from directory.paging import PER_PAGE
from directory.requests.presenters.page import page_of
from directory.requests.queries.entries import get_held, get_invitation
from directory.requests.service import dates, pairing
from directory.requests.statements import Statement
from directory.transaction import committing
from directory.vocabulary import RequestEvent as Event
from tests.consultations.conftest import Scene
from tests.html import parse
from tests.requests.conftest import SENT_ON, browser_of, entered, fresh, invited, joined, state

DAY = timedelta(days=1)
STEPS = [
    (Event.RECEIVED, ""),
    (Event.ACKNOWLEDGED, ""),
    (Event.MORE_ASKED, ""),
    (Event.EXECUTED, ""),
    (Event.RETURNED, ""),
    (Event.ARRIVED, ""),
]


def test_a_state_alone_writes_down_the_acts_of_both(scene: Scene) -> None:
    entry, states = entered(scene), []

    for number, (event, ground) in enumerate(STEPS, start=1):
        state(scene.viewer("asker"), entry, event, SENT_ON + number * DAY, ground)
        states.append(fresh(entry).state)

    assert states == [event for event, _ground in STEPS]


def test_both_states_see_the_same_state(scene: Scene) -> None:
    here, there = joined(scene)
    state(scene.viewer("of the central authority"), there, Event.ACKNOWLEDGED, SENT_ON + 12 * DAY)

    assert fresh(here).state == fresh(there).state == Event.ACKNOWLEDGED
    assert fresh(here).since == fresh(there).since == SENT_ON


@pytest.mark.parametrize("event", [Event.RECEIVED, Event.ACKNOWLEDGED, Event.EXECUTED, Event.REFUSED, Event.RETURNED])
def test_a_sender_does_not_confirm_the_acts_of_a_receiver_that_takes_part(scene: Scene, event: Event) -> None:
    here, _there = joined(scene)

    with pytest.raises(InvalidInput):
        state(scene.viewer("asker"), here, event, SENT_ON + 20 * DAY, "other")


def test_a_sender_takes_back_what_it_had_written_down_before_the_receiver_took_part(site: Flask, scene: Scene) -> None:
    entry, there = entered(scene), scene.viewer("of the central authority")
    state(scene.viewer("asker"), entry, Event.RECEIVED, SENT_ON + 2 * DAY)
    with committing():
        held = get_held(scene.viewer("asker"), entry.public_id)
        pairing.invite(scene.viewer("asker"), held, held.version)
    with committing():
        pairing.join(there, get_invitation(there, entry.public_id), "", SENT_ON + 9 * DAY)
    client, address = browser_of(site, scene.people["asker"]), f"/en/requests/{entry.public_id}"
    assert "state some dates differently" in client.get(address).text

    sent = {"seen": str(fresh(entry).version), "event": "received", "day": "", "is_mistaken": "y"}
    answer = client.post(f"{address}/dates", data=sent)

    assert answer.status_code == 303
    assert "state some dates differently" not in client.get(address).text


@pytest.mark.parametrize("event", [Event.SENT, Event.WITHDRAWN, Event.ARRIVED])
def test_a_receiver_does_not_confirm_the_acts_of_a_sender_that_takes_part(scene: Scene, event: Event) -> None:
    _here, there = joined(scene)

    with pytest.raises(InvalidInput):
        state(scene.viewer("of the central authority"), there, event, SENT_ON + 20 * DAY)


def test_days_that_differ_are_both_shown_and_none_is_overwritten(scene: Scene) -> None:
    here, there = joined(scene, SENT_ON - 2 * DAY)

    for who, entry in (("asker", here), ("of the central authority", there)):
        page = page_of(scene.viewer(who), entry, "en")
        received = next(one for one in page.timeline if one.code == Event.RECEIVED)
        assert received.is_contradicted
    assert fresh(here).since == SENT_ON


def test_what_a_sender_had_heard_of_a_receipt_is_stated_differently_by_the_receiver(scene: Scene) -> None:
    entry, there = invited(scene), scene.viewer("of the central authority")
    state(scene.viewer("asker"), entry, Event.RECEIVED, SENT_ON + 5 * DAY)
    with committing():
        pairing.join(there, get_invitation(there, entry.public_id), "", SENT_ON + 9 * DAY)

    page = page_of(scene.viewer("asker"), fresh(entry), "en")

    received = next(one for one in page.timeline if one.code == Event.RECEIVED)
    assert [(one.state, one.day.iso) for one in received.stated] == [
        ("France", "2026-09-10"),
        ("Kyrgyzstan", "2026-09-06"),
    ]
    assert page.has_contradiction


IMPOSSIBLE = [
    ("before it was sent", Event.RECEIVED, SENT_ON - DAY, ""),
    ("still to come", Event.RECEIVED, clock.today() + 3 * DAY, ""),
    ("long ago", Event.SENT, date(1989, 12, 31), ""),
    ("no ground", Event.REFUSED, SENT_ON + DAY, ""),
    ("no such ground", Event.REFUSED, SENT_ON + DAY, "weather"),
]


@pytest.mark.parametrize(("why", "event", "day", "ground"), IMPOSSIBLE)
def test_dates_that_cannot_be_true_are_refused(scene: Scene, why: str, event: Event, day: date, ground: str) -> None:
    entry = entered(scene)

    with pytest.raises(InvalidInput):
        state(scene.viewer("asker"), entry, event, day, ground)

    assert fresh(entry).version == 1, why


def test_the_first_date_is_not_taken_back(scene: Scene) -> None:
    entry, viewer = entered(scene), scene.viewer("asker")

    with pytest.raises(InvalidInput), committing():
        dates.state_date(viewer, get_held(viewer, entry.public_id), Event.SENT, None, entry.version)


def test_a_date_that_was_a_mistake_is_taken_back_and_stays_in_the_history(scene: Scene) -> None:
    entry, viewer = entered(scene), scene.viewer("asker")
    state(viewer, entry, Event.RECEIVED, SENT_ON + DAY)

    with committing():
        dates.state_date(viewer, get_held(viewer, entry.public_id), Event.RECEIVED, None, 2)

    assert fresh(entry).state == Event.SENT
    acts = [(one.act, one.on_day) for one in fresh(entry).acts]
    assert acts[-2:] == [(Event.RECEIVED, SENT_ON + DAY), (Event.RECEIVED, None)]


def test_of_two_editors_the_later_one_is_told(scene: Scene) -> None:
    entry, viewer = entered(scene), scene.viewer("asker")
    state(scene.viewer("colleague"), entry, Event.RECEIVED, SENT_ON + DAY)

    said = Statement(SENT_ON + 2 * DAY)
    with pytest.raises(InvalidInput), committing():
        dates.state_date(viewer, get_held(viewer, entry.public_id), Event.ACKNOWLEDGED, said, 1)

    assert fresh(entry).state == Event.RECEIVED


def test_a_date_that_is_stated_twice_is_one_act(scene: Scene) -> None:
    entry = entered(scene)

    for _time in range(2):
        state(scene.viewer("asker"), entry, Event.RECEIVED, SENT_ON + DAY)

    assert len(fresh(entry).acts) == 3


def test_dates_are_stated_at_most_so_often_and_a_long_history_has_pages(
    site: Flask, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "docket_act", "55 per hour")
    entry, client = entered(scene), browser_of(site, scene.people["asker"])
    address = f"/en/requests/{entry.public_id}"
    answers = []
    for number in range(56):
        data = {"seen": str(fresh(entry).version), "event": "withdrawn", "day": "2026-10-01"}
        answers.append(client.post(f"{address}/dates", data=data | ({"is_mistaken": "y"} if number % 2 else {})))

    assert [one.status_code for one in answers] == [303] * 55 + [429]
    lines = "[aria-labelledby=history] > ul > li"
    pages = [parse(client.get(f"{address}?page={number}")).all(lines) for number in (1, 2)]
    assert [len(one) for one in pages] == [PER_PAGE, len(fresh(entry).acts) - PER_PAGE]
