"""Stores and settles reports of wrong contacts, and erases the data of the reporters."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from flask_babel import force_locale
from sqlalchemy import func, or_, select

from directory import clock, dates, i18n
from directory.access.current_viewer import require
from directory.access.policy import Action, may_read
from directory.access.viewer import ANONYMOUS, Viewer
from directory.accounts.queries import normalized_address
from directory.audit.chain import record
from directory.clock import as_utc
from directory.errors import Conflict, NotPermitted
from directory.extensions import db
from directory.focal_points.queries import list_reported
from directory.jobs.batches import BatchRun
from directory.models import AuditEvent, Authority, ContactDetail, Mail, Place, Report
from directory.models.jurisdiction import place_of_state
from directory.models.verification import ROUND_THE_CLOCK, period_of
from directory.outbox.letters import MISSING_VALUE
from directory.outbox.service import erase_messages, queue
from directory.proposals.applying import RECORDED_AS
from directory.proposals.edits import EditAction
from directory.proposals.labels import label_of_kind
from directory.proposals.letter_values import entry_in_letter
from directory.proposals.verifying_office import office_of
from directory.tokens import signed
from directory.verification.messages import CHANGED, SETTLED
from directory.verification.queries.recipients import Recipient, Recipients
from directory.verification.service.entries import confirm_detail
from directory.vocabulary import MEANS, REPORT_OUTCOMES, Audience, ReportOutcome

# For this time after a report is settled, the reporter can still be told and asked.
ADDRESS_KEPT = timedelta(days=30)
REPORTS_AT_ONCE = 200


def report(contact: ContactDetail, fault: str, words: str, address: str, language: str) -> Report:
    """Store a report about a contact, and return it. Mail coordinators, unless the contact already has an open report.

    `language` is for mail to the reporter. The caller checks that the reporter may read the contact.
    """
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
    _tell(made, contact, () if is_known else Recipients(ANONYMOUS).coordinators(place))
    return made


def tell_new_keepers(_now: datetime, run: BatchRun) -> int:
    """Find open reports whose contact has moved to another place. Give each report the new place, and mail the
    coordinators of the new place who were not responsible for the old one.

    If a contact has several open reports, only the first leads to mail. Return the number of reports found, at most
    REPORTS_AT_ONCE. Call this inside `committing`.
    """
    state = func.coalesce(Authority.jurisdiction_key, "")
    has_moved = or_(
        Report.authority_key != ContactDetail.authority_key,
        Report.jurisdiction_key != state,
        Report.network_key.is_distinct_from(ContactDetail.network_key),
    )
    query = (
        select(Report, ContactDetail)
        .join(ContactDetail, ContactDetail.key == Report.contact_key)
        .join(Authority, Authority.key == ContactDetail.authority_key)
        .where(Report.outcome == ReportOutcome.OPEN, has_moved, Report.id.not_in(run.failed))
    )
    found = db.session.execute(query.order_by(Report.id).limit(REPORTS_AT_ONCE)).all()
    recipients = Recipients(ANONYMOUS) if found else None
    for moved, contact in found:
        if recipients is not None:
            run.attempt(moved.id, partial(_follow, moved, contact, recipients))
    return len(found)


def _follow(moved: Report, contact: ContactDetail, recipients: Recipients) -> None:
    """Give a report the present place of its contact. Mail the coordinators of this place who were not responsible for
    the report before.

    If the contact has an earlier open report, nobody is mailed.
    """
    place, told = contact.place(), recipients.coordinators(_place(moved.jurisdiction_key, moved.network_key))
    earlier = select(Report.id).where(
        Report.contact_key == contact.key, Report.outcome == ReportOutcome.OPEN, Report.id < moved.id
    )
    is_first = db.session.scalar(earlier.limit(1)) is None
    _tell(moved, contact, [one for one in recipients.coordinators(place) if one not in told] if is_first else ())
    moved.authority_key, moved.jurisdiction_key = contact.authority_key, place.jurisdiction
    moved.network_key = contact.network_key


def _place(state: str, network: str | None) -> Place:
    return Place(state, frozenset({network})) if network else place_of_state(state)


def _place_of_removed(settled: Report) -> Place:
    """Return the place of a contact that was removed: the present State of its authority, and the network stored in the
    report. If the authority was removed too, the State stored in the report is used."""
    authority = db.session.get(Authority, settled.authority_key)
    state = authority.jurisdiction_key if authority is not None else settled.jurisdiction_key
    return _place(state or "", settled.network_key)


def _tell(made: Report, contact: ContactDetail, coordinators: Iterable[Recipient]) -> None:
    """Mail coordinators about a report. The letter names the office. The letter is urgent if the verification period of
    the contact is ROUND_THE_CLOCK."""
    office, is_urgent = db.session.get_one(Authority, contact.authority_key), period_of(contact) == ROUND_THE_CLOCK
    for one in coordinators:
        key, path = f"report:{made.public_id}:{one.name}", f"verification/reports/{made.public_id}"
        told = {"about": entry_in_letter(office, one.language), "is_urgent": is_urgent}
        queue("report_received", one.address, one.language, key=key, path=path, **told)


def version_of(contact: ContactDetail | None) -> str:
    """Return a version token of a contact's means and value. `contact` is None if it was removed."""
    return signed("report", repr(contact and (contact.means, contact.value)))


def outcomes_for(viewer: Viewer, settled: Report) -> list[ReportOutcome]:
    """Return the outcomes that the viewer may give to a report.

    "Corrected" can be given once the contact was changed or removed. "Right" and "dead" can be given if the viewer may
    read the contact's value, or if the contact was removed.
    """
    contact = db.session.get(ContactDetail, settled.contact_key)
    may_judge = contact is None or may_read(viewer, Audience(contact.audience), contact.place)
    may_be_given = {
        ReportOutcome.CORRECTED: is_corrected(settled),
        ReportOutcome.RIGHT: may_judge,
        ReportOutcome.DEAD: may_judge,
    }
    return [outcome for code in REPORT_OUTCOMES if may_be_given.get(outcome := ReportOutcome(code))]


def is_corrected(reported: Report) -> bool:
    """Return whether the reported contact was changed or removed after the report."""
    if db.session.get(ContactDetail, reported.contact_key) is None:
        return True
    of_contact = (AuditEvent.kind == ContactDetail.KIND, AuditEvent.key == reported.contact_key)
    changed = (AuditEvent.action == RECORDED_AS[EditAction.CHANGE], AuditEvent.detail.in_(("means", "value")))
    # The audit chain records whole seconds.
    since = as_utc(reported.reported_at).replace(microsecond=0)
    found = select(AuditEvent.id).where(*of_contact, *changed, AuditEvent.at >= since)
    return db.session.scalar(found.limit(1)) is not None


def settle(viewer: Viewer, settled: Report, outcome: ReportOutcome, version: str) -> None:
    """Close a report and mail the reporter. The outcome "right" verifies the contact; "dead" marks it as dead.

    Records one audit event if the contact still exists. Raises NotPermitted if the viewer may not verify at the
    contact's place (for a removed contact, its last place), or may not give this outcome (see `outcomes_for`). Raises
    Conflict if the report is closed, or if the contact has changed and the outcome is not "corrected".
    """
    contact = db.session.get(ContactDetail, settled.contact_key)
    if settled.outcome != ReportOutcome.OPEN:
        raise Conflict(SETTLED)
    if outcome is not ReportOutcome.CORRECTED and version != version_of(contact):
        raise Conflict(CHANGED)
    require(viewer, Action.VERIFY, contact.place() if contact is not None else _place_of_removed(settled))
    if outcome not in outcomes_for(viewer, settled):
        raise NotPermitted
    if contact is not None:
        if outcome is not ReportOutcome.CORRECTED:
            confirm_detail(contact, "value", office_of(viewer), is_dead=outcome is ReportOutcome.DEAD)
        record(viewer.account_id, "settle_report", contact.entry_key, "value", None, outcome)
    settled.outcome, settled.settled_at, settled.settled_by_id = outcome, clock.now(), viewer.account_id
    if settled.address:
        key, path = f"report:{settled.public_id}:{outcome}", f"authorities/{settled.authority_key}"
        told = _told_of(settled, contact)
        queue(f"report_{outcome}", settled.address, settled.language, key=key, path=path, **told)


def _told_of(settled: Report, contact: ContactDetail | None) -> dict[str, str]:
    """Return the values of the letter to a reporter: office, kind of contact and day. The kind of contact is named only
    if everyone may read the contact."""
    language, office = settled.language, db.session.get(Authority, settled.authority_key)
    is_public = contact is not None and contact.audience == Audience.PUBLIC
    with force_locale(i18n.label_language(language)):
        means = MEANS.label(contact.means) if contact is not None and is_public else label_of_kind(ContactDetail.KIND)
    return {
        "about": entry_in_letter(office, language) if office is not None else MISSING_VALUE,
        "means": str(means),
        "day": dates.long_day(as_utc(settled.reported_at).date(), language),
    }


def forget_reporters(now: datetime) -> int:
    """Erase the reporters' words, addresses and letters from reports settled more than ADDRESS_KEPT ago. Return the
    number of reports."""
    old = (Report.settled_at < now - ADDRESS_KEPT, (Report.address != "") | (Report.words != ""))
    reports = db.session.scalars(select(Report).where(*old)).all()
    for one in reports:
        letters = select(Mail).where(Mail.key.startswith(f"report:{one.public_id}:", autoescape=True))
        erase_messages(db.session.scalars(letters.where(Mail.address == one.address)))
        one.address = one.words = ""
    return len(reports)
