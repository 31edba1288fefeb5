"""What the matrix of roles has no need of: things of which one must be there before another can be tried, and links."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from directory import clock
from directory.accounts.queries import viewer_of
from directory.consultations.queries import threads
from directory.consultations.service import asking, seats
from directory.consultations.service.asking import DeskQuestion
from directory.consultations.service.entries import WrittenText
from directory.drafts.content import DraftContent
from directory.drafts.queries.drafts import get_owned
from directory.drafts.service import retention as drafts
from directory.extensions import db
from directory.focal_points.duty import get_rota
from directory.follows import service as follows
from directory.imports import jobs as import_jobs
from directory.models import (
    Account,
    AccountLink,
    AnnualReturn,
    Authority,
    CalendarLink,
    Consultation,
    DeskMember,
    Follow,
    Invitation,
    Job,
    Mail,
    ReachabilityTest,
    Shift,
)
from directory.proposals import service as proposals
from directory.proposals.editable_columns import current_value
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.tokens import new_token, public_id
from directory.transaction import committing
from directory.vocabulary import Audience, Role, RotaChangeKind
from tests import factories
from tests.imports.files import nothing
from tests.matrix.drafted import begin_draft
from tests.matrix.entries import line_of
from tests.matrix.things import Maker
from tests.neighbours.forms import fields
from tests.neighbours.table import BESIDE, ENDED, FAR, NEAR, OWN, STANDING, Position
from tests.people import signed_in

HOUR = timedelta(hours=1)
RETURNED = {"subject": "tip", "year": 2025}
SOURCE = StatedProvenance(("https://office.example.org",), "2026-11-01", "sourced")


def names_of(position: Position, maker: Maker) -> dict[str, str]:
    """Return the things of a position by their kind, once all were made; what is missing is made now."""
    made = maker.things.by_kind
    rota = get_rota(position.desk)
    members = [one.account_id for one in rota.patterns]
    swap = next(row for row in rota.changes if row.kind == RotaChangeKind.SWAP)
    absence = next(row for row in rota.changes if row.kind == RotaChangeKind.ABSENCE)
    person = db.session.get_one(Account, int(made["person"][0].id))
    successor = factories.account(Role.PRACTITIONER, (position.network,), jurisdiction_key=position.state)
    colleague = db.session.get_one(Account, absence.account_id)
    with committing():
        for one in (person, colleague):
            db.session.get_one(Account, one.id).authority_key = position.authority
    return {
        "state": position.state,
        "network": position.network,
        "authority": position.authority,
        "desk": position.desk,
        "rota": position.desk,
        "line": line_of(position, Audience.PUBLIC),
        "network's line": line_of(position, Audience.NETWORK),
        "person": str(person.id),
        "member": str(members[0]),
        "colleague": str(colleague.id),
        "successor": str(successor.id),
        "pattern": str(rota.patterns[0].id),
        "rotation": str(rota.rotations[0].id),
        "change": str(absence.id),
        "swap": str(swap.id),
        **{kind: made[kind][0].id for kind in KINDS_MADE},
        "address invited": db.session.scalars(
            select(Invitation.email).where(Invitation.public_id == made["invitation"][0].id)
        ).one(),
        "shift": str(db.session.scalars(select(Shift.id).where(Shift.focal_point_key == position.desk)).first()),
        "request": made["request"][0].id,
        "file": made["import"][1].id,
        "unfinished proposal": next(one.id for one in made["proposal"] if one.needs == ("nobody",)),
        "conflict": made["proposal"][-1].id,
        "test": scheduled(position),
        "link of a test": made["link of a test"][0].id,
        "calendar link": str(
            db.session.scalar(select(CalendarLink.id).where(CalendarLink.focal_point_key == position.desk))
        ),
        "feed": feed(colleague),
        "published proposal": published(maker),
        "link of an invitation": link_of(f"invitation:{made['invitation'][0].id}:"),
        "link of a request": link_of(f"request:{made['request'][1].id}:confirm"),
        "sign-in link": account_link(successor, "sign_in"),
        "reset link": account_link(successor, "reset"),
    }


KINDS_MADE = (
    *(
        "handover",
        "invitation",
        "token",
        "passkey",
        "session",
        "proposal",
        "report",
        "campaign",
        "link",
        "list of a campaign",
        "import",
    ),
    *("way of alarms", "link of an alarm", "webhook"),
    *("export", "mail", "consultation", "exercise", "draft", "notice", "calendar", "source change"),
)


def scheduled(position: Position) -> str:
    waiting = (ReachabilityTest.focal_point_key == position.desk, ReachabilityTest.next_step == "ask")
    return str(db.session.scalar(select(ReachabilityTest.public_id).where(*waiting)))


def feed(account: Account) -> str:
    with committing():
        return follows.make_feed(viewer_of(account))


def published(maker: Maker) -> str:
    """Return a proposal of the writer that another person has published."""
    place = maker.spot
    decider = factories.account(Role.ADMINISTRATOR)
    entry = db.session.get_one(Authority, place.authority)
    edit = Edit(
        EditAction.CHANGE,
        *entry.entry_key,
        "languages_spoken",
        current_value(entry, "languages_spoken"),
        ["en"],
        SOURCE,
    )
    with committing():
        made = proposals.propose(viewer_of(maker.writer), entry.entry_key, [edit])
        proposals.submit(viewer_of(maker.writer), made)
    with committing():
        proposals.publish(viewer_of(decider), made)
    return str(made.id)


def link_of(key: str) -> str:
    """Return the secret in the link of a letter."""
    letter = db.session.scalars(select(Mail).where(Mail.key.startswith(key, autoescape=True))).one()
    return str(letter.values["path"].rpartition("/")[2])


def account_link(account: Account, purpose: str) -> str:
    token, digest = new_token()
    own = {"account_id": account.id, "purpose": purpose}
    factories.add(AccountLink(digest=digest, expires_at=clock.now() + HOUR, **own))
    return token


def add_across(site: Any, makers: Mapping[str, Maker]) -> None:
    """Store what reaches from one position to another: questions to desks elsewhere, drafts, what is followed."""
    for position in (*STANDING, ENDED):
        things, maker = site.things[position.name], makers[position.name]
        things["left consultation"] = left_consultation(position)
        to = NEAR if position.state != NEAR.state else FAR
        things["consultation elsewhere"] = ask(maker.writer, to.desk)
        content = DraftContent(requesting=position.state, requested=to.state, measures=("extradition",))
        things["draft"] = begin_draft(maker.writer, content)
        things["closed consultation"] = closed_consultation(maker)
        of_office = site.things[OWN.name if position is ENDED else position.name]
        add_shared(things, maker, content, int(of_office["colleague"]))
        things["begun proposal"] = begun_proposal(site, things, maker)
    own = site.things[OWN.name]
    own["authority beside"], own["desk beside"] = BESIDE.authority, BESIDE.desk
    for state in {position.state for position in STANDING}:
        filed = AnnualReturn(jurisdiction_key=state, counts={"victims": {"total": 40}}, sources="Register", **RETURNED)
        filed.account_id = makers[OWN.name].writer.id
        factories.add(filed)
    staffed = {"account_id": site.accounts["desk member"], "desk_role": "duty_officer"}
    factories.add(DeskMember(focal_point_key=ENDED.desk, **staffed))
    with committing():
        jobs = [_job(site.things[position.name]["export"]) for position in STANDING]
    for job in jobs:
        import_jobs.write_export({"job": job}, nothing)
    for number in site.accounts.values():
        for position in (*STANDING, ENDED):
            factories.add(Follow(account_id=number, kind="authority", key=position.authority, since_id=0))


def add_shared(things: dict[str, str], maker: Maker, content: DraftContent, colleague: int) -> None:
    """Store a thread and a draft of the writer in which a colleague of the office takes part."""
    viewer = viewer_of(maker.writer)
    things["shared consultation"] = ask(maker.writer, maker.spot.desk)
    things["shared draft"] = begin_draft(maker.writer, content)
    with committing():
        found = threads.get(viewer, things["shared consultation"])
        seats.add_coworker(viewer, found, colleague)
        drafts.share(viewer, get_owned(viewer, things["shared draft"]), colleague)


def begun_proposal(site: Any, things: Mapping[str, str], maker: Maker) -> str:
    """Return a proposal that its writer left unfinished in its form."""
    browser = signed_in(site.app, maker.writer)
    address = f"/en/proposals/new?kind=authority&key={things['authority']}"
    begun = fields(browser.get(address).text) | {"0-note.en": ["Second floor."], "save": ["1"]}
    return str(browser.post(address, data=begun).headers["Location"].split("/")[-2])


def _job(name: str) -> int:
    return int(db.session.scalars(select(Job.id).where(Job.public_id == name)).one())


def ask(asker: Account, desk: str) -> str:
    """Ask a desk and return the random name of the thread."""
    about = {"measure": "extradition", "offence": "tip", "urgency": "normal"}
    words = WrittenText(f"May a witness be heard by video? {public_id()}", "en")
    with committing():
        made = asking.ask(viewer_of(asker), DeskQuestion(desk, subject="Hearing", words=words, **about))
        return str(made.public_id)


def left_consultation(position: Position) -> str:
    """Return what a practitioner of the office asked the desk before they left."""
    own = {"jurisdiction_key": position.state, "authority_key": position.authority}
    leaver = factories.account(Role.PRACTITIONER, (position.network,), **own)
    name = ask(leaver, position.desk)
    with committing():
        db.session.get_one(Account, leaver.id).active = False
    return name


def closed_consultation(maker: Maker) -> str:
    name = ask(maker.writer, maker.spot.desk)
    with committing():
        found = db.session.scalars(select(Consultation).where(Consultation.public_id == name)).one()
        asking.close(viewer_of(maker.writer), found)
    return name
