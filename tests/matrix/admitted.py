"""People of a spot and how they came in: not for everyone, and no detail of an entry."""

from datetime import timedelta

from directory import clock
from directory.accounts.queries import viewer_of
from directory.alarms import ways
from directory.alarms.service import raise_alarm, token_of
from directory.extensions import db
from directory.models import (
    AccessRequest,
    Account,
    AccountSecrets,
    AccountSession,
    ApiToken,
    Disclosure,
    Handover,
    Mail,
    Passkey,
)
from directory.people.service import access_requests, api_tokens
from directory.people.service.access_requests import RequesterDetails
from directory.people.service.invitations import InvitationTerms, invite
from directory.tokens import public_id
from directory.transaction import committing
from directory.vocabulary import AlarmOccasion, Role
from directory.webhooks import service as webhooks
from tests import factories
from tests.matrix.entries import history_of
from tests.matrix.things import Maker


def add_people(maker: Maker) -> None:
    """Store a person with all that there is of one, one who is invited, and two who ask for access."""
    add_handover(maker, add_person(maker))
    add_invitation(maker)
    add_requests(maker)


def add_person(maker: Maker) -> Account:
    """Store a person who looked at the office, with all that lets them in."""
    spot = maker.spot
    history, address = history_of("authority", spot), maker.word("address of a person")
    person = factories.account(
        Role.PRACTITIONER,
        (spot.network,),
        jurisdiction_key=spot.state,
        email=f"{address}@example.org",
        name=maker.word("name of a person", on=f"{history}&looks=99"),
    )
    names = (
        "hash of a password",
        "secret of codes",
        "recovery code",
        "handle",
        "name of a passkey",
        "label of a token",
    )
    password, codes, recovery, handle, passkey, label = (maker.word(name, "nobody") for name in names)
    factories.add(
        AccountSecrets(
            account_id=person.id,
            password_hash=password,
            totp_secret=codes,
            recovery_codes=(recovery,),
            user_handle=handle,
        ),
        Passkey(account_id=person.id, credential_id=passkey.encode(), public_key=b"", name=passkey),
        AccountSession(
            account_id=person.id, digest=maker.word("digest of a session", "nobody"), password_at=clock.now()
        ),
        Disclosure(account_id=person.id, kind="authority", key=spot.authority, details=("coordinator_note",)),
    )
    with committing():
        api_tokens.create(person, "read", 30, label)
    maker.canaries.stand_on(f"people/{person.id}", address)
    maker.things.add("person", person.id, maker.upkeep)
    for model, kind in ((Passkey, "passkey"), (AccountSession, "session")):
        row = db.session.query(model).filter_by(account_id=person.id).one()
        maker.things.add(kind, row.id, "nobody")
    _alarm(maker, person)
    token = db.session.query(ApiToken).filter_by(account_id=person.id).one()
    maker.things.add("token", token.public_id, "nobody")
    with committing():
        address = f"https://receiver.example.org/?{maker.word('query of a webhook', 'nobody')}"
        webhook, _secret = webhooks.add(person, token, address)
    maker.things.add("webhook", webhook.public_id, "nobody")
    return person


def add_handover(maker: Maker, person: Account) -> None:
    name = public_id()
    handover = Handover(
        public_id=name,
        leaver_id=person.id,
        successor_id=maker.writer.id,
        creator_id=maker.writer.id,
        desks=(),
        networks=(),
        note=maker.word("note of a handover", on=f"people/handovers/{name}"),
        ends_on=clock.today() + timedelta(days=90),
    )
    factories.add(handover)
    maker.things.add("handover", name, maker.upkeep)


def add_invitation(maker: Maker) -> None:
    spot = maker.spot
    email = f"{maker.word('address invited', on='people/invitations')}@example.org"
    name = maker.word("name invited")
    scope = (spot.state, frozenset({spot.network}))
    with committing():
        made = invite(viewer_of(maker.writer), InvitationTerms(email, Role.PRACTITIONER, *scope, name=name))
    maker.things.add("invitation", made.public_id, maker.upkeep)


def add_requests(maker: Maker) -> None:
    """Store a request whose address was confirmed, and one that nobody may see yet."""
    for is_confirmed in (True, False):
        needs = maker.upkeep if is_confirmed else "nobody"
        which = "a request" if is_confirmed else "an unconfirmed request"
        parts = ("address", "name", "office", "reason")
        words = {part: maker.word(f"{part} of {which}", needs) for part in parts}
        email = f"{words['address']}@example.org"
        told = {"name": words["name"], "office": words["office"], "reason": words["reason"]}
        scope = {"jurisdiction": maker.spot.state, "networks": frozenset({maker.spot.network})}
        with committing():
            access_requests.ask(RequesterDetails(email=email, authority="", language="en", **told, **scope))
        request = db.session.query(AccessRequest).filter_by(email=email).one()
        if is_confirmed:
            mail = db.session.query(Mail).filter_by(address=email).one()
            with committing():
                access_requests.confirm(mail.values["path"].rpartition("/")[2])
            maker.canaries.stand_on(f"people/requests/{request.public_id}", *words.values())
        maker.things.add("request", request.public_id, needs)


def _alarm(maker: Maker, person: Account) -> None:
    """Add a way of this person and a trial of it."""
    with committing():
        way = ways.add_mail(person)
        way.hint = maker.word("name of a device", "nobody")
    with committing():
        alarm = raise_alarm(person, AlarmOccasion.TRIAL, clock.now(), ways=[way])
        assert alarm is not None
        maker.things.add("link of an alarm", token_of(alarm.attempts[0]), "public")
    maker.things.add("way of alarms", way.public_id, "nobody")
