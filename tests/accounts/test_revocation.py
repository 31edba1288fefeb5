"""What ends a person's secret addresses and tokens ends each of them: the old secret is answered like a made-up one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts import recovery_codes, sign_in_links
from directory.accounts.queries import get_by_address, viewer_of
from directory.accounts.sign_in_links import LinkPurpose
from directory.extensions import db
from directory.focal_points.rotas.service import links as calendar_links
from directory.follows.service import make_feed
from directory.models import Account, FocalPoint, Mail, Network, RequirementSheet
from directory.operation.backups.age_files import new_identity
from directory.outbox.letters import LETTERS
from directory.people.service import accounts as people_service
from directory.people.service import end_access_after_last_day, handovers
from directory.people.service.accounts import RoleAndScope
from directory.people.service.forgetting import forget
from directory.people.service.handovers import HandoverTerms
from directory.people.service.invitations import InvitationTerms, invite
from directory.transaction import committing
from directory.verification.queries.candidates import CampaignScope
from directory.verification.service import campaigns, reachability
from directory.verification.service.reachability_steps import take_due_steps
from directory.vocabulary import Role
from tests import factories, people
from tests.api.programs import bearer
from tests.conftest import copy_of, make_app
from tests.stored import three_states

__all__ = ["three_states"]
RECIPIENT, IDENTITY = new_identity()
NEW = "seven quiet rivers beside a mill"
NUMBERS = count(1)


@pytest.fixture(scope="module")
def site(three_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return an app with little in it: a campaign asks about few entries, and a backup is soon made and restored."""
    app = make_app(copy_of(three_states, tmp_path_factory.mktemp("revocation")), backup_recipients=(RECIPIENT,))
    # Nobody searches here.
    app.extensions["after_commit"].clear()
    with app.app_context():
        factories.add(
            Network(key="globe", name=factories.english("GlobE"), network_kind="prosecutors"),
            RequirementSheet(key="kg-tests", jurisdiction_key="KG", measure=""),
        )
        yield app


def administrator() -> Viewer:
    return viewer_of(factories.account(Role.ADMINISTRATOR))


@dataclass(frozen=True)
class Person:
    """The coordinator of Kyrgyzstan, who also staffs a desk and works at its authority; both are of this test alone."""

    number: int
    desk: str
    email: str

    @property
    def account(self) -> Account:
        found = get_by_address(self.email)
        assert found is not None
        return found


@pytest.fixture
def person(site: Flask) -> Person:
    return new_person()


def new_person() -> Person:
    number = next(NUMBERS)
    desk, office = f"desk-{number}", f"office-{number}"
    factories.add(factories.authority(office, jurisdiction_key="KG"))
    factories.add(factories.focal_point(desk, office))
    account = factories.account(Role.COORDINATOR, ["casc"], [desk], jurisdiction_key="KG", authority_key=office)
    people.give_password(account)
    return Person(account.id, desk, account.email)


# Each kind of secret: `make` gives one to a person, `status` is what a site answers to it.
def session_of(person: Person, site: Flask) -> str:
    return people.cookie_of(people.signed_in(site, person.account))


def show_session(client: FlaskClient, secret: str) -> int:
    client.set_cookie("__Host-session", secret, domain=people.HOST, secure=True)
    return client.get("/en/account").status_code


def sign_in_link_of(person: Person, site: Flask) -> str:
    with committing():
        return sign_in_links.make(person.account, LinkPurpose.SIGN_IN)


def reset_link_of(person: Person, site: Flask) -> str:
    with committing():
        return sign_in_links.make(person.account, LinkPurpose.RESET)


def token_of(person: Person, site: Flask) -> str:
    return bearer(person.account)["Authorization"]


def show_token(client: FlaskClient, secret: str) -> int:
    return client.get("/api/v1/networks", headers={"Authorization": secret}).status_code


def calendar_link_of(person: Person, site: Flask) -> str:
    with committing():
        desk = db.session.get_one(FocalPoint, person.desk)
        return calendar_links.make_link(viewer_of(person.account), desk)


def feed_of(person: Person, site: Flask) -> str:
    with committing():
        return make_feed(viewer_of(person.account))


def newest_link(letter: str) -> str:
    mail = db.session.scalars(select(Mail).where(Mail.letter == letter).order_by(Mail.id.desc())).first()
    assert mail is not None
    return str(mail.values["path"]).rsplit("/", 1)[1]


def invitation_of(person: Person, site: Flask) -> str:
    with committing():
        offer = InvitationTerms(f"invited-by-{person.number}@example.org", Role.PRACTITIONER, "KG", frozenset({"casc"}))
        invite(viewer_of(person.account), offer)
    return newest_link("invitation")


def campaign_link_of(person: Person, site: Flask) -> str:
    admin = administrator()
    with committing():
        campaign = campaigns.start(admin, CampaignScope("KG", kind="authority"), campaigns.ReminderSchedule())
        campaigns.send_due_steps(clock.now())
    begins = f"campaign:{campaign.id}:"
    mails = select(Mail).where(Mail.address == person.email, Mail.key.startswith(begins))
    mail = db.session.scalars(mails).first()
    assert mail is not None
    return str(mail.values["path"]).rsplit("/", 1)[1]


def link_of_desk_test(person: Person, site: Flask) -> str:
    admin = administrator()
    with committing():
        desk = db.session.get_one(FocalPoint, person.desk)
        reachability.schedule(admin, desk, clock.now(), 60, 0)
    with committing():
        take_due_steps(clock.now())
    mails = select(Mail).where(Mail.address == person.email, Mail.key.startswith("reachability:"))
    mail = db.session.scalars(mails.order_by(Mail.id.desc())).first()
    assert mail is not None
    return str(mail.values["path"]).rsplit("/", 1)[1]


def at(address: str) -> Callable[[FlaskClient, str], int]:
    return lambda client, secret: client.get(address.format(secret)).status_code


KINDS: dict[str, tuple[Callable[[Person, Flask], str], Callable[[FlaskClient, str], int]]] = {
    "session": (session_of, show_session),
    "sign-in link": (sign_in_link_of, at("/en/account/link/{}")),
    "reset link": (reset_link_of, at("/en/account/reset/{}")),
    "API token": (token_of, show_token),
    "calendar link": (calendar_link_of, at("/en/focal-points/calendar/{}.ics")),
    "feed address": (feed_of, at("/en/follows/feed/{}.atom")),
    "invitation": (invitation_of, at("/en/people/invitation/{}")),
    "campaign link": (campaign_link_of, at("/en/verification/confirm/{}")),
    "link of a test": (link_of_desk_test, at("/en/verification/answer/{}")),
}
MADE_UP = {"session": "made-up", "API token": "Bearer made-up"}


def status(app: Flask, kind: str, secret: str) -> int:
    return KINDS[kind][1](from_afar(app), secret)


def from_afar(app: Flask) -> FlaskClient:
    """Return a browser at an address of its own: of one address, attempts are counted."""
    client, number = app.test_client(), next(NUMBERS)
    client.environ_base["REMOTE_ADDR"] = f"198.18.{number // 250 % 250}.{number % 250}"
    return client


# Each event: what becomes of the person.
def by_signing_out_everywhere(person: Person, site: Flask) -> None:
    admin = administrator()
    with committing():
        people_service.sign_out(admin, person.account)


def by_dropping_factors(person: Person, site: Flask) -> None:
    admin = administrator()
    with committing():
        people_service.recover(admin, person.account)


def by_a_mailed_password(person: Person, site: Flask) -> None:
    client = from_afar(site)
    people.visit(client)
    address = f"/en/account/reset/{reset_link_of(person, site)}"
    assert client.post(address, data={"password": NEW, "again": NEW}).status_code == 303


def by_a_changed_password(person: Person, site: Flask) -> None:
    client = people.signed_in(site, person.account)
    form = {"current": people.PASSWORD, "password": NEW, "again": NEW}
    assert client.post("/en/account/password", data=form).status_code == 303


def by_a_handover(person: Person, site: Flask) -> None:
    successor = factories.account(Role.PRACTITIONER, ["casc"], jurisdiction_key="KG")
    passing = HandoverTerms(clock.today(), frozenset({person.desk}), frozenset({"casc"}), authority=True)
    admin = administrator()
    with committing():
        handovers.hand_to_account(admin, person.account, successor, passing)
    with committing():
        assert end_access_after_last_day(clock.now() + timedelta(days=1))


def by_leaving(person: Person, site: Flask) -> None:
    admin = administrator()
    with committing():
        people_service.disable(admin, person.account)
    admin = administrator()
    with committing():
        people_service.restore(admin, person.account)


def by_being_forgotten(person: Person, site: Flask) -> None:
    admin = administrator()
    with committing():
        forget(admin, person.account)


EVENTS = [
    by_signing_out_everywhere,
    by_dropping_factors,
    by_a_mailed_password,
    by_a_changed_password,
    by_a_handover,
    by_leaving,
    by_being_forgotten,
]


@pytest.mark.long(each=22)
@pytest.mark.parametrize("happens", EVENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_of_a_person_is_worth_nothing_afterwards(
    site: Flask, person: Person, kind: str, happens: Callable[[Person, Flask], None]
) -> None:
    secret = KINDS[kind][0](person, site)
    assert status(site, kind, secret) == 200

    happens(person, site)

    assert status(site, kind, secret) == status(site, kind, MADE_UP.get(kind, "made-up"))


# What becomes of a person who stays: which offices are taken from them, and of which kinds their links end.
def by_moving_to_another_state(person: Person, site: Flask) -> None:
    change_rights(person, jurisdiction="TJ", networks=frozenset({"casc"}))


def by_leaving_the_authority(person: Person, site: Flask) -> None:
    change_rights(person, desks={person.desk: "head"})


def by_leaving_the_desk(person: Person, site: Flask) -> None:
    change_rights(person, authority=person.account.authority_key or "")


def by_another_network(person: Person, site: Flask) -> None:
    kept = {"authority": person.account.authority_key or "", "desks": {person.desk: "head"}}
    change_rights(person, networks=frozenset({"casc", "globe"}), **kept)


def by_an_authority_that_is_handed_to_them(person: Person, site: Flask) -> None:
    factories.add(factories.authority(f"{person.desk}-office-elsewhere", jurisdiction_key="KG"))
    leaver = factories.account(
        networks=["casc"], jurisdiction_key="KG", authority_key=f"{person.desk}-office-elsewhere"
    )
    admin = administrator()
    with committing():
        passing = HandoverTerms(clock.today(), networks=frozenset({"casc"}), authority=True)
        handovers.hand_to_account(admin, leaver, person.account, passing)


def change_rights(person: Person, **given: Any) -> None:
    defaults = {"jurisdiction": "KG", "authority": "", "networks": frozenset({"casc"})}
    admin = administrator()
    with committing():
        people_service.change_rights(admin, person.account, RoleAndScope(Role.COORDINATOR, **(defaults | given)))


MOVES = (
    (by_moving_to_another_state, {"campaign link", "link of a test", "calendar link"}),
    (by_leaving_the_authority, {"campaign link"}),
    (by_leaving_the_desk, {"link of a test", "calendar link"}),
    (by_another_network, set()),
    (by_an_authority_that_is_handed_to_them, {"campaign link"}),
)


@pytest.mark.long(each=5)
@pytest.mark.parametrize(("happens", "ended"), MOVES)
@pytest.mark.parametrize("kind", ["campaign link", "link of a test", "calendar link"])
def test_a_link_ends_with_the_office_for_which_it_was_mailed(
    site: Flask, person: Person, kind: str, happens: Callable[[Person, Flask], None], ended: set[str]
) -> None:
    secret = KINDS[kind][0](person, site)

    happens(person, site)

    assert status(site, kind, secret) == (status(site, kind, "made-up") if kind in ended else 200)


def test_the_link_about_a_sheet_ends_with_the_state_that_its_coordinator_left(site: Flask, person: Person) -> None:
    admin = administrator()
    with committing():
        campaign = campaigns.start(admin, CampaignScope("KG", kind="requirement"), campaigns.ReminderSchedule())
        campaigns.send_due_steps(clock.now())
    mails = select(Mail).where(Mail.address == person.email, Mail.key.startswith(f"campaign:{campaign.id}:"))
    mail = db.session.scalars(mails).first()
    assert mail is not None
    secret = str(mail.values["path"]).rsplit("/", 1)[1]

    by_moving_to_another_state(person, site)

    assert status(site, "campaign link", secret) == 404


@dataclass(frozen=True)
class Restored:
    """An empty place into which a backup was restored, and what a person held when it was made."""

    place: Flask
    email: str
    secrets: dict[str, str]
    codes: list[str]


@pytest.fixture(scope="module")
def restored(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> Restored:
    folder, person = tmp_path_factory.mktemp("restored"), new_person()
    secrets = {kind: make(person, site) for kind, (make, _) in KINDS.items()}
    with committing():
        codes = recovery_codes.make(person.account)
    file, place = folder / "file.age", make_app(folder / "place")
    assert site.test_cli_runner().invoke(args=["backup", str(file)]).exit_code == 0
    # The site's context is pushed: a command would take it for its own.
    with place.app_context():
        done = place.test_cli_runner().invoke(args=["restore", str(file)], input=IDENTITY)
    assert done.exit_code == 0, done.output
    with committing():
        assert recovery_codes.use(person.account, codes[0])
    return Restored(place, person.email, secrets, codes)


@pytest.mark.long(each=3)
@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_in_a_backup_is_worth_nothing_after_its_restore(restored: Restored, kind: str) -> None:
    with restored.place.app_context():
        answer = status(restored.place, kind, restored.secrets[kind])
        assert answer == status(restored.place, kind, MADE_UP.get(kind, "made-up"))


def test_a_recovery_code_that_was_used_stays_used_after_the_restore_of_an_older_backup(restored: Restored) -> None:
    with restored.place.app_context(), committing():
        account = get_by_address(restored.email)
        assert account is not None
        assert not recovery_codes.use(account, restored.codes[0])


def test_recovery_codes_end_with_the_factors(site: Flask, person: Person) -> None:
    with committing():
        codes = recovery_codes.make(person.account)

    by_dropping_factors(person, site)
    people.give_password(person.account)

    with committing():
        assert not recovery_codes.use(person.account, codes[0])


def without_a_password(person: Person) -> None:
    with committing():
        people.secrets_of(person.account).password_hash = ""


@pytest.mark.parametrize("prepare", [lambda _person: None, without_a_password], ids=["another", "the first"])
def test_recovery_codes_end_with_a_password_that_was_chosen_by_mail(
    site: Flask, person: Person, prepare: Callable[[Person], None]
) -> None:
    prepare(person)
    with committing():
        codes = recovery_codes.make(person.account)

    by_a_mailed_password(person, site)

    with committing():
        assert not recovery_codes.use(person.account, codes[0])
    letter = db.session.scalars(select(Mail).where(Mail.address == person.email).order_by(Mail.id.desc())).first()
    assert letter is not None
    assert letter.letter == "password_chosen_by_mail"
    assert "recovery codes" in str(LETTERS[letter.letter].text)
    assert "You have no recovery codes" in people.signed_in(site, person.account).get("/en/account").text


def test_recovery_codes_stay_with_who_changed_the_password(site: Flask, person: Person) -> None:
    with committing():
        codes = recovery_codes.make(person.account)

    by_a_changed_password(person, site)

    with committing():
        assert recovery_codes.use(person.account, codes[0])


@pytest.mark.long(each=3)
@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_of_who_had_no_password_is_worth_nothing_after_one_was_chosen_by_mail(
    site: Flask, person: Person, kind: str
) -> None:
    without_a_password(person)
    secret = KINDS[kind][0](person, site)

    by_a_mailed_password(person, site)

    assert status(site, kind, secret) == status(site, kind, MADE_UP.get(kind, "made-up"))


def test_the_session_in_which_a_password_is_changed_goes_on(site: Flask, person: Person) -> None:
    client = people.signed_in(site, person.account)

    client.post("/en/account/password", data={"current": people.PASSWORD, "password": NEW, "again": NEW})

    assert client.get("/en/account").status_code == 200


def test_the_calendar_link_of_a_desk_that_was_taken_away_stays_ended_when_the_desk_comes_back(
    site: Flask, person: Person
) -> None:
    secret = calendar_link_of(person, site)
    for desks in ({}, {person.desk: "head"}):
        with committing():
            people_service.set_desks(person.account, desks)

    assert status(site, "calendar link", secret) == 404


def test_colleagues_are_sent_the_new_link_of_a_campaign_at_once(site: Flask, person: Person) -> None:
    colleague = factories.account(jurisdiction_key="KG", authority_key=person.account.authority_key)
    campaign_link_of(person, site)

    by_leaving(person, site)
    with committing():
        campaigns.send_due_steps(clock.now())

    mails = select(Mail).where(Mail.address == colleague.email, Mail.letter == "verification_reminder")
    (mail,) = db.session.scalars(mails)
    assert status(site, "campaign link", str(mail.values["path"]).rsplit("/", 1)[1]) == 200


@pytest.mark.parametrize("address", ["follows/feed", "focal-points/{}/rota/calendar"])
def test_an_address_is_made_by_who_showed_a_factor_lately(site: Flask, person: Person, address: str) -> None:
    client = site.test_client()
    row = people.sign_in(client, person.account)
    with committing():
        row.password_at = row.totp_at = row.recovery_at = row.passkey_at = clock.now() - timedelta(minutes=16)

    answer = client.post(f"/en/{address.format(person.desk)}")

    assert answer.headers["Location"].startswith("/en/account/confirm")
