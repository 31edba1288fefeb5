"""What is shredded and when: by the rule of each network, never sooner than a desk has time to answer."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.consultations.queries import threads
from directory.consultations.queries.rules import DEFAULTS
from directory.consultations.service import asking, retention
from directory.extensions import db
from directory.models import (
    AuditEvent,
    Consultation,
    ConsultationEntry,
    ConsultationReading,
    ConsultationRule,
    Outline,
    OutlineComment,
)
from directory.transaction import committing
from directory.vocabulary import ConsultationState
from tests.consultations.conftest import NETWORK, Scene
from tests.consultations.test_outlines import ItemComment, say, shared

# Later than anything that the tests of this file do.
NOW = datetime(2038, 1, 1, 12, tzinfo=UTC)
SECOND, WITHOUT_RULE, WITH_RULE, KEPT_DAYS = timedelta(seconds=1), "globe", NETWORK, 100


@pytest.fixture(autouse=True)
def _rule(site: Flask) -> None:
    """Have one network say how long it keeps; leave nothing else that could be shredded."""
    with committing():
        for one in db.session.scalars(select(Consultation)):
            one.shredded_at = NOW
        db.session.merge(ConsultationRule(network_key=WITH_RULE, **{**DEFAULTS, "kept_days": KEPT_DAYS}))


def asked(scene: Scene, network: str, changed_at: datetime, answer_by: datetime, state: str = "open") -> Consultation:
    made = scene.ask()
    return as_of(made, network, changed_at, answer_by, state)


def as_of(
    made: Consultation, network: str, changed_at: datetime, answer_by: datetime, state: str = "open"
) -> Consultation:
    with committing():
        made.network_key, made.changed_at, made.answer_by, made.state = network, changed_at, answer_by, state
    return made


def shred() -> int:
    with committing():
        return retention.shred_old(NOW)


def is_gone(made: Consultation) -> bool:
    db.session.refresh(made)
    return made.shredded_at == NOW and made.wrapped_key is None


@pytest.mark.parametrize(("network", "days"), [(WITH_RULE, KEPT_DAYS), (WITHOUT_RULE, DEFAULTS["kept_days"])])
def test_a_thread_is_kept_for_as_many_days_as_its_network_says_since_something_happened(
    scene: Scene, network: str, days: int
) -> None:
    over = NOW - timedelta(days=days)
    old, young = (asked(scene, network, at, over) for at in (over - SECOND, over))

    assert shred() == 1
    assert (is_gone(old), is_gone(young)) == (True, False)


@pytest.mark.parametrize(
    ("state", "answer_by", "is_shredded"),
    [
        ("open", NOW - SECOND, True),
        ("open", NOW, False),
        ("acknowledged", NOW + SECOND, False),
        ("answered", NOW + SECOND, True),
        ("closed", NOW + SECOND, True),
    ],
)
def test_what_waits_for_its_desk_is_kept_until_the_answer_is_due(
    scene: Scene, state: str, answer_by: datetime, is_shredded: bool
) -> None:
    made = asked(scene, WITH_RULE, NOW - timedelta(days=KEPT_DAYS + 1), answer_by, state)

    shred()

    assert is_gone(made) is is_shredded


def test_a_thread_is_closed_as_it_is_shredded_unless_it_was_before(scene: Scene) -> None:
    old = NOW - timedelta(days=KEPT_DAYS + 1)
    made, closed = (asked(scene, WITH_RULE, old, old) for _ in range(2))
    with committing():
        asking.close(scene.viewer("asker"), closed)
    before = closed.closed_at
    as_of(closed, WITH_RULE, old, old, "closed")

    assert shred() == 2

    assert is_gone(made)
    assert is_gone(closed)
    assert (made.state, made.closed_at, made.next_step_at) == (ConsultationState.CLOSED, NOW, None)
    assert closed.closed_at == before != NOW


def sealed_in(made: Consultation) -> list[bytes]:
    """Return all that is sealed in a thread."""
    db.session.refresh(made)
    own = select(Outline.id).where(Outline.consultation_id == made.id)
    return [
        made.sealed_subject,
        made.sealed_reference,
        *db.session.scalars(select(ConsultationEntry.sealed_text).where(ConsultationEntry.consultation_id == made.id)),
        *db.session.scalars(select(Outline.sealed_content).where(Outline.id.in_(own))),
        *db.session.scalars(select(OutlineComment.sealed_comment).where(OutlineComment.outline_id.in_(own))),
    ]


def test_all_that_is_sealed_in_a_thread_goes_and_nothing_of_another(scene: Scene) -> None:
    old = NOW - timedelta(days=KEPT_DAYS + 1)
    gone, stays = shared(scene), shared(scene)
    for one in (gone, stays):
        say(scene, one, {1: ItemComment("other_wording", "Call it a bilby")})
    as_of(gone, WITH_RULE, old, old)
    as_of(stays, WITH_RULE, NOW, NOW)
    before = sealed_in(stays)

    assert shred() == 1

    assert set(sealed_in(gone)) == {b""}
    assert sealed_in(stays) == before
    assert sum(bool(sealed) for sealed in before) >= 5


def test_it_is_recorded_that_a_thread_was_shredded_and_by_nobody(scene: Scene) -> None:
    old = NOW - timedelta(days=KEPT_DAYS + 1)
    made = asked(scene, WITH_RULE, old, old)

    shred()

    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.kind, event.key) == ("consultation_shredded", *made.entry_key)
    assert event.actor_id is None


def test_who_reads_a_thread_is_noted_for_each_way_with_how_often_and_when_last(scene: Scene) -> None:
    made, member = scene.ask(), scene.viewer("member")
    entry = threads.list_entries(member, made)[0]

    for at, way in ((NOW, "page"), (NOW + SECOND, "page"), (NOW, "print")):
        with clock.frozen_at(at):
            retention.note_reading(member, made.id, entry.id, way)

    rows = db.session.scalars(select(ConsultationReading).filter_by(consultation_id=made.id))
    assert {(row.account_id, row.way, row.times, row.first_at, row.last_at) for row in rows} == {
        (member.account_id, "page", 2, NOW, NOW + SECOND),
        (member.account_id, "print", 1, NOW, NOW),
    }
