"""Takes reports of wrong contacts, settles them, and forgets who reported."""

from datetime import datetime, timedelta

from sqlalchemy import select

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import ANONYMOUS, Viewer
from directory.accounts.queries import normalized_address
from directory.addresses import address_in_mail
from directory.audit.service import record
from directory.errors import Conflict
from directory.extensions import db
from directory.focal_points.queries import list_reported
from directory.models import ContactDetail, Mail, Report
from directory.outbox.service import forget, queue
from directory.proposals.rules import office_of
from directory.tokens import signed
from directory.verification.messages import CHANGED, SETTLED
from directory.verification.queries.recipients import Recipients
from directory.verification.service.entries import confirm_detail
from directory.vocabulary import ReportOutcome

# The reporter was told by then, and questions back have been asked.
ADDRESS_KEPT = timedelta(days=30)


def report(contact: ContactDetail, fault: str, words: str, address: str, language: str) -> Report:
    """Keep what someone says about a contact, and tell the coordinators unless an open report has told them already."""
    place, is_known = contact.place(), contact.key in list_reported([contact.key])
    made = Report(
        contact_key=contact.key,
        authority_key=contact.authority_key,
        jurisdiction_key=place.jurisdiction,
        network_key=contact.network_key,
        fault=fault,
        words=words,
        address=normalized_address(address),
        language=language,
    )
    db.session.add(made)
    db.session.flush()
    for one in () if is_known else Recipients(ANONYMOUS).coordinators(contact):
        link = address_in_mail(one.language, f"verification/reports/{made.public_id}")
        queue("report_received", one.address, one.language, key=f"report:{made.public_id}:{one.name}", link=link)
    return made


def version_of(contact: ContactDetail | None) -> str:
    """Return a version token of a contact; the settle form sends it back (optimistic locking)."""
    return signed("report", repr(contact and (contact.means, contact.value)))


def settle(viewer: Viewer, settled: Report, outcome: ReportOutcome, version: str) -> None:
    """Close a report as its outcome says, and tell the reporter if they left an address.

    A contact that is right is verified by that; one that is dead is marked so. Raises Conflict if the report is closed
    already or the contact is no longer what was seen, NotPermitted outside the viewer's scope. Records one audit event.
    """
    contact = db.session.get(ContactDetail, settled.contact_key)
    if settled.outcome != ReportOutcome.OPEN:
        raise Conflict(SETTLED)
    if outcome is not ReportOutcome.CORRECTED and version != version_of(contact):
        raise Conflict(CHANGED)
    if contact is not None:
        require(viewer, Action.VERIFY, contact.place())
        if outcome is not ReportOutcome.CORRECTED:
            confirm_detail(contact, "value", office_of(viewer), is_dead=outcome is ReportOutcome.DEAD)
        record(viewer.account_id, "settle_report", contact.entry_key, "value", None, outcome)
    settled.outcome, settled.settled_at, settled.settled_by_id = outcome, clock.now(), viewer.account_id
    if settled.address:
        link = address_in_mail(settled.language, f"authorities/{settled.authority_key}")
        key = f"report:{settled.public_id}:{outcome}"
        queue(f"report_{outcome}", settled.address, settled.language, key=key, link=link)


def forget_reporters(now: datetime) -> int:
    """Erase the addresses and words of those whose reports were settled long ago, and return how many these were."""
    old = (Report.settled_at < now - ADDRESS_KEPT, (Report.address != "") | (Report.words != ""))
    reports = db.session.scalars(select(Report).where(*old)).all()
    for one in reports:
        letters = select(Mail).where(Mail.key.startswith(f"report:{one.public_id}:", autoescape=True))
        forget(db.session.scalars(letters.where(Mail.address == one.address)))
        one.address = one.words = ""
    return len(reports)
