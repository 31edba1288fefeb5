"""What is not for everyone and is no detail of an entry: what coordinators work with, people, and secrets."""

from dataclasses import dataclass, field
from datetime import timedelta

from directory import clock
from directory.access.viewer import ANONYMOUS
from directory.accounts.queries import viewer_of
from directory.consultations.service import answering, asking
from directory.consultations.service.asking import Question
from directory.consultations.service.entries import Words
from directory.extensions import db
from directory.imports import service as imports
from directory.models import (
    AccessRequest,
    Account,
    AccountSecrets,
    AccountSession,
    ApiToken,
    Authority,
    BouncedAddress,
    CampaignEntry,
    ContactDetail,
    Handover,
    Mail,
    Passkey,
    Reveal,
)
from directory.models.details import Entry
from directory.outbox.service import queue
from directory.people.service import access_requests, api_tokens
from directory.people.service.access_requests import Asked
from directory.people.service.invitations import Offer, invite
from directory.proposals import service as proposals
from directory.proposals.editable import current
from directory.proposals.edits import Act, Edit, Given
from directory.tokens import public_id
from directory.transaction import committing
from directory.verification.queries.candidates import Scope
from directory.verification.service import campaigns, reports
from directory.verification.service import entries as verification
from directory.vocabulary import Audience, Role
from tests import factories
from tests.imports.files import check, submit
from tests.imports.files import table as file_of
from tests.matrix.canaries import Canaries
from tests.matrix.entries import history_of, line_of
from tests.matrix.table import Needs, Spot

SOURCE = Given(("https://office.example.org",), "2026-11-01", "sourced")


@dataclass(frozen=True)
class Thing:
    """Something with a number or a random name of its own, and who may see it."""

    id: str
    needs: Needs


@dataclass
class Things:
    """All things of a site by their kind."""

    by_kind: dict[str, list[Thing]] = field(default_factory=dict)

    def add(self, kind: str, name: object, *needs: str) -> None:
        self.by_kind.setdefault(kind, []).append(Thing(str(name), needs))


@dataclass(frozen=True)
class Maker:
    """Makes the things of one spot; the `writer` is a coordinator there whom nobody else signs in as."""

    spot: Spot
    canaries: Canaries
    things: Things
    writer: Account

    @property
    def upkeep(self) -> str:
        return f"upkeep/{self.spot.name}"

    def word(self, what: str, *needs: str, on: str = "") -> str:
        pages = (on,) if on else ()
        return self.canaries.word(f"{what} {self.spot.name}", *(needs or (self.upkeep,)), pages=pages)

    def column(self, audience: Audience) -> str:
        return f"{audience}/{self.spot.name}"


def add_things(spot: Spot, canaries: Canaries, things: Things, writer: Account) -> None:
    maker = Maker(spot, canaries, things, writer)
    person = add_person(maker)
    add_handover(maker, person)
    add_invitation(maker)
    add_requests(maker)
    add_proposals(maker)
    add_reports(maker)
    add_campaign(maker)
    add_imports(maker)
    add_consultation(maker)
    add_lost_mail(maker)


def add_person(maker: Maker) -> Account:
    """Store a person who looked at the office, with all that lets them in."""
    spot = maker.spot
    history, address = history_of("authority", spot), maker.word("address of a person")
    person = factories.account(
        Role.PRACTITIONER,
        (spot.network,),
        (spot.desk,),
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
        Reveal(account_id=person.id, kind="authority", key=spot.authority, details=("coordinator_note",)),
    )
    with committing():
        api_tokens.create(person, "read", 30, label)
    maker.canaries.stand_on(f"people/{person.id}", address)
    maker.things.add("person", person.id, maker.upkeep)
    for model, kind in ((Passkey, "passkey"), (AccountSession, "session")):
        row = db.session.query(model).filter_by(account_id=person.id).one()
        maker.things.add(kind, row.id, "nobody")
    token = db.session.query(ApiToken).filter_by(account_id=person.id).one()
    maker.things.add("token", token.public_id, "nobody")
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
        made = invite(viewer_of(maker.writer), Offer(email, Role.PRACTITIONER, *scope, name=name))
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
            access_requests.ask(Asked(email=email, authority="", language="en", **told, **scope))
        request = db.session.query(AccessRequest).filter_by(email=email).one()
        if is_confirmed:
            mail = db.session.query(Mail).filter_by(address=email).one()
            with committing():
                access_requests.confirm(mail.values["link"].rpartition("/")[2])
            maker.canaries.stand_on(f"people/requests/{request.public_id}", *words.values())
        maker.things.add("request", request.public_id, needs)


def add_proposals(maker: Maker) -> None:
    """Store a proposal of each audience, one that is unfinished, and one that no longer fits its entry."""
    entry = db.session.get_one(Authority, maker.spot.authority)
    line = db.session.get_one(ContactDetail, line_of(maker.spot, Audience.NETWORK))
    network, coordinators = maker.column(Audience.NETWORK), maker.column(Audience.COORDINATORS)
    propose(maker, "of a public detail", entry, "note.en")
    propose(maker, "of a line for the network", line, "value", network)
    propose(maker, "of a note for coordinators", entry, "coordinator_note.en", coordinators)
    propose(maker, "that is unfinished", entry, "note.en", is_draft=True)
    propose(maker, "that conflicts", entry, "stage_note.en")
    with committing():
        entry = db.session.get_one(Authority, maker.spot.authority)
        entry.stage_note = factories.english("Changed since")


def propose(maker: Maker, which: str, row: Entry, detail: str, audience: str = "", *, is_draft: bool = False) -> None:
    needs = ("nobody",) if is_draft else (maker.upkeep,)
    of_value = (*needs, audience) if audience else needs
    value, note = maker.word(f"value proposed {which}", *of_value), maker.word(f"note of a proposal {which}", *needs)
    text = f"{value}@example.org" if detail == "value" else value
    edit = Edit(Act.CHANGE, *row.entry_key, detail, current(row, detail), text, SOURCE)
    viewer, entry_key = viewer_of(maker.writer), ("authority", maker.spot.authority)
    with committing():
        made = proposals.propose(viewer, entry_key, [edit], note=note)
        if not is_draft:
            proposals.submit(viewer, made)
    maker.things.add("proposal", made.id, *needs)
    if not is_draft:
        maker.canaries.stand_on(f"proposals/{made.id}", value, note)


def add_reports(maker: Maker) -> None:
    for audience in (Audience.PUBLIC, Audience.NETWORK):
        words, address = (maker.word(f"{part} of a report of a line for {audience}") for part in ("words", "address"))
        contact = db.session.get_one(ContactDetail, line_of(maker.spot, audience))
        with committing():
            made = reports.report(contact, "no_answer", words, f"{address}@example.org", "en")
        maker.things.add("report", made.public_id, maker.upkeep)
        maker.canaries.stand_on(f"verification/reports/{made.public_id}", words, address)


def add_campaign(maker: Maker) -> None:
    """Store a campaign in which the office has proposed a correction."""
    entry = db.session.get_one(Authority, maker.spot.authority)
    scope = Scope(maker.spot.state, maker.spot.network, "authority")
    with committing():
        campaign = campaigns.start(viewer_of(maker.writer), scope, campaigns.Pace())
    note, text = (
        maker.word("note of an answer", on=f"verification/campaigns/{campaign.public_id}"),
        maker.word("correction"),
    )
    place = ("authority", entry.key, "note")
    with committing():
        verification.correct(ANONYMOUS, entry, "en", {place: text}, note)
    maker.things.add("campaign", campaign.public_id, maker.upkeep)
    desk = Scope(maker.spot.state, maker.spot.network, "focal_point")
    with committing():
        campaigns.start(viewer_of(maker.writer), desk, campaigns.Pace())
    asked = db.session.query(CampaignEntry).filter_by(kind="focal_point", key=maker.spot.desk).one()
    maker.things.add("link", campaigns.token_of(asked), "public")


def add_imports(maker: Maker) -> None:
    """Store a file that waits for a decision, one that its author has not sent, and an export of the author's."""
    spot, upkeep = maker.spot, maker.upkeep
    for is_sent in (True, False):
        needs = (upkeep,) if is_sent else ("nobody",)
        which = "sent" if is_sent else "not sent"
        name = maker.word(f"name of a file {which}", *needs)
        note = maker.word(f"note in a file {which}", *needs)
        phone = maker.word(f"phone in a file {which}", *needs, maker.column(Audience.NETWORK))
        given = {"source": "https://example.org/list", "confidence": "sourced"}
        line = {"means": "phone", "value": phone, "audience": "network", "network": spot.network}
        rows = [
            {"kind": "authority", "key": spot.authority, "stage_note.en": note, **given},
            {"kind": "contact_detail", "authority": spot.authority, **line, **given},
        ]
        batch = check(maker.writer, file_of(rows), f"{name}.csv")
        assert batch.counts["refused"] == 0, batch.counts
        if is_sent:
            submit(maker.writer, batch)
            maker.canaries.stand_on(f"imports/{batch.id}", name, note, phone)
        maker.things.add("import", batch.id, *needs)
    with committing():
        job = imports.ask_for_export(viewer_of(maker.writer), "csv")
    maker.things.add("export", job.public_id, "nobody")


def add_consultation(maker: Maker) -> None:
    """Store a question to the desk with a note of those who asked."""
    parts = ("subject", "question", "reference", "message")
    words = {part: maker.word(f"{part} of a consultation", f"consulted/{maker.spot.name}") for part in parts}
    written, viewer = Words(words["question"], "en"), viewer_of(maker.writer)
    about = {"measure": "extradition", "offence": "tip", "urgency": "normal", "formal_request_on": clock.today()}
    asked = Question(maker.spot.desk, subject=words["subject"], reference=words["reference"], words=written, **about)
    with committing():
        made = asking.ask(viewer, asked)
    with committing():
        answering.send_message(viewer, made, Words(words["message"], "en"))
        note = maker.word("note of who asked in a consultation", "nobody")
        answering.send_message(viewer, made, Words(note, "en", is_note=True))
    maker.canaries.stand_on(f"consultations/{made.public_id}", *words.values())
    maker.things.add("consultation", made.public_id, f"overseen/{maker.spot.name}")


def add_lost_mail(maker: Maker) -> None:
    address = f"{maker.word('address that mail does not reach', 'operation', on='operation')}@example.org"
    with committing():
        queue("invitation_known", address, "en", key=f"lost {maker.spot.name}", link="https://directory.example.org")
        db.session.add(BouncedAddress(address=address, reason="SMTP 550"))
    lost = db.session.query(Mail).filter_by(address=address).one()
    lost.state = "bounced"
    factories.add(lost)
    maker.things.add("mail", lost.id, "operation")
