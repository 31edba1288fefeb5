"""The page of a person's work and the numbers in the work bar: what waits for whom, and in which order."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory import clock
from directory.cache.store import configure_cache
from directory.consultations.service import answering
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import WrittenText
from directory.models import (
    AccessRequest,
    AccessRequestNetwork,
    Campaign,
    CampaignEntry,
    Consultation,
    DeskRota,
    Invitation,
    RotaChange,
)
from directory.tokens import new_token, public_id
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.consultations.conftest import ASKED_STATE, Scene, make_scene, person
from tests.consultations.test_pages import client_of
from tests.drafts.conftest import begun
from tests.focal_points.desks import add_rota
from tests.html import parse
from tests.people import signed_in

WORK = "/en/work"
SECTIONS = ("late", "late-elsewhere", "waiting", "with-desk")
NEAR = ((Role.COORDINATOR, ASKED_STATE), (Role.ADMINISTRATOR, None))


def listed(client: FlaskClient, *sections: str) -> list[str]:
    """Return the ids of the consultations in these sections of the page of a person's work."""
    page = parse(client.get(WORK))
    links = [link for one in sections for link in page.all(f"section[aria-labelledby={one}] .consultations h3 a")]
    return [str(one["href"]).rpartition("/")[2] for one in links]


def waiting_for(client: FlaskClient) -> list[str]:
    """Return the ids of the consultations that wait for a person, the late ones first."""
    return listed(client, "late", "waiting")


def numbers_of(client: FlaskClient, page: str = "/en/help") -> dict[str, str]:
    """Return the numbers in the work bar, by the words of their links."""
    links = parse(client.get(page)).all("nav.work a")
    return {one.text.partition(" ")[0]: one.one(".count bdi").text for one in links if one.all(".count")}


def acknowledge(scene: Scene, made: Consultation) -> None:
    with committing():
        answering.acknowledge(scene.viewer("member"), made)


def answer(scene: Scene, made: Consultation) -> None:
    with committing():
        answering.answer(scene.viewer("member"), made, Reply("welcome", (), WrittenText("Yes.", "en")))


@pytest.fixture
def own_scene(site: Flask) -> Scene:
    """Return a scene in which nothing has been asked yet."""
    return make_scene()


def test_what_is_late_stands_first_then_what_is_urgent_then_what_is_due_next(site: Flask, own_scene: Scene) -> None:
    scene, member = own_scene, client_of(site, own_scene, "member")
    to_answer, normal = scene.ask(), scene.ask()
    acknowledge(scene, to_answer)
    urgent = scene.ask(urgency="urgent")
    with clock.frozen_at(clock.now() - timedelta(hours=3)):
        late = scene.ask(urgency="urgent")

    assert listed(member, "late") == [late.public_id]
    assert waiting_for(member) == [one.public_id for one in (late, urgent, normal, to_answer)]
    assert numbers_of(member) == {"Your": "4", "Consultations": "4"}


def test_what_one_asked_waits_for_the_desk_urgent_first_and_late_on_top(site: Flask, own_scene: Scene) -> None:
    scene, asker = own_scene, client_of(site, own_scene, "asker")
    normal, acknowledged, urgent = scene.ask(), scene.ask(), scene.ask(urgency="urgent")
    acknowledge(scene, acknowledged)
    asker.get(f"/en/consultations/{acknowledged.public_id}")
    with clock.frozen_at(clock.now() - timedelta(hours=3)):
        late = scene.ask(urgency="urgent")

    page = parse(asker.get(WORK))

    assert listed(asker, "with-desk") == [one.public_id for one in (urgent, normal, acknowledged)]
    assert listed(asker, "late-elsewhere") == [late.public_id]
    assert waiting_for(asker) == []
    assert "The desk acknowledges by" in page.all("section[aria-labelledby=with-desk] li")[0].text
    assert numbers_of(asker) == {}


def test_each_consultation_stands_once_on_the_page(site: Flask, own_scene: Scene) -> None:
    made, asker = own_scene.ask(), client_of(site, own_scene, "asker")
    acknowledge(own_scene, made)

    stands = [listed(asker, "waiting"), listed(asker, "with-desk")]
    asker.get(f"/en/consultations/{made.public_id}")
    read = [listed(asker, "waiting"), listed(asker, "with-desk")]
    answer(own_scene, made)
    answered = [listed(asker, "waiting"), listed(asker, "with-desk")]

    assert stands == [[made.public_id], []]
    assert read == [[], [made.public_id]]
    assert answered == [[made.public_id], []]


def test_a_question_waits_for_the_desk_and_its_answer_for_who_asked_until_it_is_read(
    site: Flask, own_scene: Scene
) -> None:
    scene, made = own_scene, own_scene.ask()
    asker, member = client_of(site, scene, "asker"), client_of(site, scene, "member")

    before = (waiting_for(asker), waiting_for(member))
    member.get(f"/en/consultations/{made.public_id}")
    answer(scene, made)
    answered = (waiting_for(asker), waiting_for(member))
    asker.get(f"/en/consultations/{made.public_id}")

    assert before == ([], [made.public_id])
    assert answered == ([made.public_id], [])
    assert waiting_for(asker) == []


def test_what_a_desk_dealt_with_before_does_not_wait_for_its_new_member(site: Flask, own_scene: Scene) -> None:
    made = own_scene.ask()
    answer(own_scene, made)

    assert waiting_for(client_of(site, own_scene, "deputy")) == []


@pytest.mark.parametrize(
    "who",
    ["colleague", "of the central authority", "member of the other desk", "coordinator there", "administrator"],
)
def test_what_waits_for_others_is_neither_shown_nor_counted(site: Flask, own_scene: Scene, who: str) -> None:
    made, client = own_scene.ask(), client_of(site, own_scene, who)
    answer(own_scene, made)
    own_scene.ask(urgency="urgent")

    assert listed(client, *SECTIONS) == []
    assert "Consultations" not in numbers_of(client)


def test_numbers_are_each_persons_own_on_a_page_that_both_take_from_the_cache(site: Flask, own_scene: Scene) -> None:
    made = own_scene.ask()
    answer(own_scene, made)
    asker, colleague = client_of(site, own_scene, "asker"), client_of(site, own_scene, "colleague")
    configure_cache(site)
    page = "/en/treaties"

    numbers = [numbers_of(one, page) for one in (asker, colleague, asker)]
    with counted_statements() as statements:
        asker.get(page)

    assert numbers == [{"Your": "1", "Consultations": "1"}, {}, {"Your": "1", "Consultations": "1"}]
    assert len(statements) <= 4


def test_a_page_of_an_error_goes_without_numbers(site: Flask, own_scene: Scene) -> None:
    own_scene.ask()

    assert numbers_of(client_of(site, own_scene, "member"), "/en/nothing-here") == {}


def ask_by_campaign(kind: str, key: str) -> None:
    days = {"reminder_days": 7, "second_reminder_days": 14, "escalation_days": 21}
    made = Campaign(
        author_id=factories.account(Role.ADMINISTRATOR).id,
        jurisdiction_key=ASKED_STATE,
        only_due=False,
        ends_at=clock.now() + timedelta(days=9),
        **days,
    )
    factories.add(made)
    asked = {"kind": kind, "key": key, "token_digest": new_token()[1]}
    factories.add(CampaignEntry(campaign_id=made.id, next_step="", next_step_at=clock.now(), **asked))


def access_request() -> None:
    made = AccessRequest(
        public_id=public_id(),
        digest=new_token()[1],
        email="new@example.org",
        name="New",
        office="Office",
        reason="",
        language="en",
        jurisdiction_key=ASKED_STATE,
        networks=[AccessRequestNetwork(network_key="casc")],
        expires_at=clock.now(),
        confirmed_at=clock.now(),
    )
    factories.add(made)


def lapsed_invitation() -> None:
    inviter = factories.account(Role.ADMINISTRATOR)
    made = Invitation(
        public_id=public_id(),
        digest=new_token()[1],
        email="old@example.org",
        role=Role.PRACTITIONER,
        jurisdiction_key=ASKED_STATE,
        inviter_id=inviter.id,
        expires_at=clock.now() - timedelta(days=1),
    )
    factories.add(made)


def campaign() -> None:
    ask_by_campaign("authority", "nobody")


def waiting_number(client: FlaskClient) -> int:
    """Return how much waits for a person on the page of their work."""
    page = parse(client.get(WORK))
    consultations = [one for name in ("late", "waiting") for one in page.all(f"section[aria-labelledby={name}] h3 a")]
    tasks = [one.text for one in page.all("section[aria-labelledby=waiting] .tasks a")]
    return len(consultations) + sum(int(first) if (first := one.split()[0]).isdigit() else 1 for one in tasks)


def test_the_bar_counts_what_the_page_shows_as_waiting(site: Flask, own_scene: Scene) -> None:
    scene = own_scene
    for _time in range(2):
        access_request()
        lapsed_invitation()
        ask_by_campaign("focal_point", scene.desk)
    answer(scene, scene.ask())
    with clock.frozen_at(clock.now() - timedelta(hours=3)):
        scene.ask(urgency="urgent")
    scene.ask()
    who = ("asker", "member", "deputy", "coordinator there", "coordinator here", "administrator", "third State")

    clients = {one: client_of(site, scene, one) for one in who}
    shown = {one: waiting_number(client) for one, client in clients.items()}

    assert {one: int(numbers_of(client).get("Your", "0")) for one, client in clients.items()} == shown
    assert (shown["asker"], shown["member"], shown["third State"]) == (1, 3, 0)
    assert shown["coordinator there"] >= 2
    assert "Also to do" in clients["administrator"].get(WORK).text


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (access_request, "for access"),
        (lapsed_invitation, "ended without an answer"),
        (campaign, "to which an office has not answered"),
    ],
)
def test_work_of_a_scope_waits_for_its_coordinator_and_the_administrator_alone(
    site: Flask, own_scene: Scene, work: Callable[[], None], words: str
) -> None:
    near = [signed_in(site, factories.account(role, jurisdiction_key=state)) for role, state in NEAR]
    far = [client_of(site, own_scene, who) for who in ("asker", "member", "coordinator elsewhere")]

    work()

    assert [words in client.get(WORK).text for client in near] == [True, True]
    assert [words in client.get(WORK).text for client in far] == [False, False, False]


def test_a_desk_that_a_campaign_asks_is_confirmed_from_here(site: Flask, own_scene: Scene) -> None:
    ask_by_campaign("focal_point", own_scene.desk)

    link = f"/en/verification/verify?kind=focal_point&amp;key={own_scene.desk}"

    assert link in client_of(site, own_scene, "member").get(WORK).text
    assert link not in client_of(site, own_scene, "asker").get(WORK).text


def test_the_desk_of_a_member_and_the_desk_that_somebody_asks_stand_there(site: Flask, own_scene: Scene) -> None:
    own_scene.ask()

    member, asker = (client_of(site, own_scene, who).get(WORK).text for who in ("member", "asker"))

    assert "Your desk" in member
    assert "Desks that you ask most" in asker
    assert [f"/en/focal-points/{own_scene.desk}" in page for page in (member, asker)] == [True, True]


def test_each_shift_that_a_colleague_asks_one_to_take_leads_to_its_own_page(site: Flask, own_scene: Scene) -> None:
    member, begins = own_scene.people["member"], clock.now() + timedelta(days=1)
    values = {"focal_point_key": own_scene.desk, "account_id": member.id, "kind": "swap"}
    factories.add(DeskRota(focal_point_key=own_scene.desk, zone="Europe/Paris", version=1, laid_out_until=begins))
    swaps = [
        RotaChange(
            **values, asked_by_id=member.id, starts_at=begins + hours, ends_at=begins + hours + timedelta(hours=1)
        )
        for hours in (timedelta(), timedelta(hours=5))
    ]
    factories.add(*swaps)

    page = parse(client_of(site, own_scene, "member").get(WORK)).one("section[aria-labelledby=waiting]")

    addresses = [f"/en/focal-points/{own_scene.desk}/rota/swaps/{one.id}" for one in swaps]
    assert [link for link in page.links if "/swaps/" in link] == addresses
    assert len(page.all("li time")) == len(swaps)
    assert "Nothing waits for you" not in page.text


def test_a_desk_that_somebody_asks_is_named_with_the_number_of_its_state_while_nobody_is_on_duty(
    site: Flask, own_scene: Scene
) -> None:
    own_scene.ask()
    asker, member = client_of(site, own_scene, "asker"), own_scene.people["member"]
    add_rota(own_scene.desk, (member.id, 3, 9))

    work, state = parse(asker.get(WORK)), parse(asker.get(f"/en/jurisdictions/{ASKED_STATE}"))

    found = (work.one("section[aria-labelledby=on-duty]"), state.one("section[aria-labelledby=contact]"))
    numbers = [next(link for link in one.links if link.startswith("tel:")) for one in found]
    assert numbers[0] == numbers[1]


def test_drafts_stand_there_until_their_request_was_sent(site: Flask, own_scene: Scene) -> None:
    asker = client_of(site, own_scene, "asker")
    draft = begun(own_scene.people["asker"])
    address = f"/en/drafts/{draft.public_id}"

    before = address in asker.get(WORK).text
    asker.post(f"{address}/sent", data={"sent_on": "2026-11-02", "channel": ""})

    assert before
    assert address not in asker.get(WORK).text


def test_an_empty_page_says_what_to_do_first(site: Flask) -> None:
    practitioner = person(Role.PRACTITIONER, jurisdiction_key="TJ")
    coordinator = person(Role.COORDINATOR, jurisdiction_key="TJ")
    factories.add(practitioner, coordinator)

    pages = [signed_in(site, one).get(WORK).text for one in (practitioner, coordinator)]

    assert ["Nothing waits for you." in page for page in pages] == [True, True]
    assert ["/en/atlas" in page for page in pages] == [True, True]
    assert [page.count('href="/en/people/invitations/new"') for page in pages] == [0, 1]


def test_a_visitor_is_asked_to_sign_in(site: Flask) -> None:
    assert site.test_client().get(WORK).headers["Location"] == "/en/account/sign-in?next=/en/work"


def test_the_number_of_statements_does_not_grow_with_what_waits(site: Flask, own_scene: Scene) -> None:
    member, people = client_of(site, own_scene, "member"), own_scene.people
    for _time in range(5):
        begun(people["member"])
    own_scene.ask()
    member.get(WORK)

    with counted_statements() as few:
        member.get(WORK)
    for _time in range(25):
        own_scene.ask()
        begun(people["member"])
    # What an act may have changed of the standing of desks is read anew once.
    member.get(WORK)
    with counted_statements() as many:
        member.get(WORK)

    assert count_of(many) == count_of(few)


def count_of(statements: list[str]) -> int:
    """Return the number of statements without the one that begins a transaction, which an earlier one may have."""
    return len([one for one in statements if one != "BEGIN"])
