"""Finishes reachability tests, and tells coordinators of desks and lines that do not answer."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from directory.access.gate import read
from directory.access.viewer import ANONYMOUS
from directory.accounts.queries import viewer_of
from directory.audit.chain import record
from directory.extensions import db
from directory.i18n import label_language
from directory.models import Account, ContactDetail, FocalPoint, ReachabilityTest
from directory.outbox.service import queue
from directory.people.service.letter_values import desk_in_letter
from directory.verification.queries.reachability import get_last_outcome, is_delivered, is_revoked, mail_key
from directory.verification.queries.recipients import Recipients
from directory.vocabulary import ReachabilityOutcome


def judge(test: ReachabilityTest, now: datetime) -> None:
    """Finish a test that nobody answered in time. If all its alarms were revoked, so that nobody could answer, the test
    is cancelled instead."""
    if is_revoked(test):
        finish(test, ReachabilityOutcome.CANCELLED, now)
        record_test(None, "cancel_test", test)
        return
    conclude(test, ReachabilityOutcome.SILENT if is_delivered(test) else ReachabilityOutcome.UNDELIVERED, now)
    record_test(None, "judge_test", test)


def conclude(test: ReachabilityTest, outcome: ReachabilityOutcome, at: datetime) -> None:
    """Finish a test, and tell coordinators if it makes the last outcome of its line SILENT. A line that stays silent
    causes no second letter."""
    line = test.focal_point_key, test.contact_key
    before = get_last_outcome(*line)
    finish(test, outcome, at)
    db.session.flush()
    if before != ReachabilityOutcome.SILENT and get_last_outcome(*line) == ReachabilityOutcome.SILENT:
        _tell_coordinators(test, db.session.get_one(FocalPoint, test.focal_point_key))


def finish(test: ReachabilityTest, outcome: ReachabilityOutcome, at: datetime) -> None:
    """Store the outcome of a test, and end its steps. No mail is sent."""
    test.outcome, test.finished_at, test.next_step = outcome, at, ""


def record_test(actor_id: int | None, act: str, test: ReachabilityTest, before: str = "") -> int:
    """Record an act on a test in the audit chain, and return the number of its row. `before` is the outcome that the
    test had, or empty."""
    outcomes = {"before": before, "after": test.outcome} if before else {}
    return record(actor_id, act, ("reachability_test", test.public_id), **outcomes)


def tell_author(author: Account, desk: FocalPoint, letter: str, number: int, path: str) -> None:
    """Mail the author of a test or plan that somebody else changed it. `number` is the number of the recorded act."""
    if author.active:
        told = {"desk": desk_in_letter(desk, author.language), "state_code": desk.authority.jurisdiction_key}
        queue(letter, author.email, author.language, key=mail_key(letter, number), path=path, **told)


def _tell_coordinators(test: ReachabilityTest, desk: FocalPoint) -> None:
    line = db.session.get(ContactDetail, test.contact_key) if test.contact_key else None
    for one in Recipients(viewer_of(test.author)).coordinators(desk.place()):
        told = {
            "desk": desk_in_letter(desk, one.language),
            "state_code": desk.authority.jurisdiction_key,
            "path": f"verification/reachability/{test.public_id}",
        }
        letter, key = "reachability_silent", mail_key(test.id, "silent", one.name)
        if line is not None:
            letter, told = "reachability_line_silent", told | {"line": _named(line, one.language)}
        queue(letter, one.address, one.language, key=key, **told)


def _named(line: ContactDetail, language: str) -> str:
    """Return a line in words for a letter. A line that is not public is not named, because mail goes over open
    networks."""
    shown = read(ANONYMOUS, line).get("value")
    with force_locale(label_language(language)):
        return str(shown.value) if shown else str(_("a line that is not public"))
