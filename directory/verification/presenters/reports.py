"""Presents reports of wrong contacts."""

from dataclasses import dataclass
from datetime import datetime

from directory.access.facts import Link, Text
from directory.access.gate import read
from directory.access.policy import is_public
from directory.access.viewer import Viewer
from directory.clock import as_utc
from directory.extensions import db
from directory.focal_points.contacts import as_read
from directory.models import Authority, ContactDetail, Report
from directory.proposals.labels import entry_label
from directory.verification.queries import reports as queries
from directory.verification.service.reports import is_corrected, outcomes_for, version_of
from directory.vocabulary import CONTACT_FAULTS, MEANS, REPORT_OUTCOMES, Audience, ReportOutcome


@dataclass(frozen=True)
class ReportedContact:
    """A contact, on the form that reports it. `value` is empty if some people may not read it."""

    label: str
    value: str
    authority: Link


@dataclass(frozen=True)
class ReportLine:
    """A report in a list, without the contact's value."""

    id: str
    authority: Link
    fault: str
    reported_at: datetime
    outcome: str
    outcome_label: str


@dataclass(frozen=True)
class ReportPage:
    """One report, for the person who settles it and may choose among `outcomes`.

    - `value`: the contact's value; empty if the person may not read it or the contact was removed (`is_gone`).
    - `words`: the reporter's description, or empty.
    - `has_address`: whether the reporter left a mail address that is not erased yet. The address is shown to nobody.
    - `is_corrected`: whether the contact was changed or removed after the report.
    - `version`: the version token of the contact.
    """

    line: ReportLine
    label: str
    value: str
    is_gone: bool
    outcomes: list[ReportOutcome]
    words: str
    has_address: bool
    contact_key: str
    is_corrected: bool
    version: str
    settled_at: datetime | None


@dataclass(frozen=True)
class ReportListPage:
    """One page of the list of reports. `total` and `pages` count all reports and all pages."""

    lines: list[ReportLine]
    total: int
    page: int
    pages: int


def contact_shown(viewer: Viewer, contact: ContactDetail, language: str) -> ReportedContact:
    """Return a contact for the form that reports it. Its value is included only if everyone may read it."""
    reading = read(viewer, contact)
    value = as_read(reading.value("means"), reading.value("value")) if is_public(Audience(contact.audience)) else ""
    return ReportedContact(str(MEANS.label(reading.value("means"))), value, _authority(contact.authority_key, language))


def list_page(viewer: Viewer, number: int, language: str) -> ReportListPage:
    """Return one page of the reports in the viewer's scope: first the open ones, then the settled ones, both newest
    first."""
    found = queries.list_reports(viewer, number)
    lines = [line(report, language) for report in found.rows]
    return ReportListPage(lines, found.total, found.page, found.pages)


def page(viewer: Viewer, report: Report, language: str) -> ReportPage:
    """Return the page of a report. The caller checks that the report is in the viewer's scope."""
    contact = db.session.get(ContactDetail, report.contact_key)
    reading = read(viewer, contact) if contact is not None else None
    means = reading.value("means", "") if reading else ""
    return ReportPage(
        line=line(report, language),
        label=str(MEANS.label(means)) if means else "",
        value=as_read(means, reading.value("value", "")) if reading else "",
        is_gone=contact is None,
        outcomes=outcomes_for(viewer, report),
        words=report.words,
        has_address=bool(report.address),
        contact_key=report.contact_key,
        is_corrected=is_corrected(report),
        version=version_of(contact),
        settled_at=as_utc(report.settled_at) if report.settled_at else None,
    )


def line(report: Report, language: str) -> ReportLine:
    """Return a report as a line of the list of reports."""
    return ReportLine(
        id=report.public_id,
        authority=_authority(report.authority_key, language),
        fault=str(CONTACT_FAULTS.label(report.fault)),
        reported_at=as_utc(report.reported_at),
        outcome=report.outcome,
        outcome_label=str(REPORT_OUTCOMES.label(report.outcome)),
    )


def _authority(key: str, language: str) -> Link:
    return Link(Authority.KIND, key, Text(entry_label(Authority.KIND, key, language)))
