"""What is recorded when an entry is confirmed, corrected or found dead, and by which office."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.access.viewer import ANONYMOUS, Viewer
from directory.errors import Conflict, InvalidInput, NotPermitted
from directory.extensions import db
from directory.models import (
    Account,
    AuditEvent,
    Authority,
    ContactDetail,
    Entry,
    FocalPoint,
    Proposal,
    Provenance,
    RequirementSheet,
    Texts,
    Verification,
)
from directory.proposals.service import publish
from directory.transaction import committing
from directory.verification.service import entries as service
from directory.vocabulary import Confidence, Role
from tests import factories
from tests.focal_points.desks import OF_NETWORK, OF_STATE, OWN_DESK
from tests.verification.conftest import asked_of, start

OFFICE = "Network coordinator, Kyrgyzstan"
LINE = "test-authority:office-at-example.org"


@pytest.fixture
def authority(small_app: Flask) -> Authority:
    """Store an authority with one mail address and a desk, and a coordinator of its State; return the authority."""
    factories.account(Role.COORDINATOR, id=OF_STATE.account_id, jurisdiction_key="KG")
    factories.add(factories.authority(name=Texts("ky", {"ky": "Сыноо кеңсеси", "en": "Office of Tests"})))
    factories.add(factories.contact("office@example.org"))
    factories.add(factories.focal_point())
    return db.session.get_one(Authority, "test-authority")


def confirm(entry: Entry, language: str = "en", who: Viewer = OF_STATE, **values: object) -> int:
    with committing():
        return service.confirm(who, entry, language, **values)


def known(entry_key: tuple[str, str], detail: str) -> Provenance | None:
    return db.session.get(Provenance, (*entry_key, detail))


def events(action: str) -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def add_known(entry: Entry, detail: str, **values: object) -> None:
    kind, key = entry.entry_key
    factories.add(Provenance(kind=kind, key=key, detail=detail, sources=("A source",), **values))


def test_a_confirmation_says_who_when_until_when_and_of_how_many_details(authority: Authority) -> None:
    count = confirm(authority)

    today = clock.today()
    rows = db.session.scalars(select(Provenance).where(Provenance.verified_on.is_not(None))).all()
    assert {(row.kind, row.detail) for row in rows} >= {("authority", "name.en"), ("contact_detail", "value")}
    assert {(row.verified_on, row.verified_by, row.due_on) for row in rows} == {
        (today, OFFICE, today + timedelta(days=180))
    }
    assert {(row.is_dead, row.is_edited) for row in rows} == {(False, True)}
    [verification] = db.session.scalars(select(Verification))
    assert verification.details == count == len(rows)
    assert (verification.office, verification.account_id, verification.campaign_id) == (
        OFFICE,
        OF_STATE.account_id,
        None,
    )
    [event] = events("confirm")
    assert event.values.after == {"verified_on": today.isoformat(), "verified_by": OFFICE}


def test_what_is_left_out_of_a_confirmation_stays_as_it_was(authority: Authority) -> None:
    left_out = [(*authority.entry_key, "name"), ("contact_detail", LINE, "value")]

    count = confirm(authority, but=left_out)

    assert count > 0
    assert known(authority.entry_key, "status").verified_on == clock.today()
    assert known(authority.entry_key, "name") is None
    assert known(("contact_detail", LINE), "value") is None


def test_a_confirmation_is_in_the_name_of_the_office_that_is_given(authority: Authority) -> None:
    confirm(authority, who=ANONYMOUS, office="Office of Tests")

    assert known(authority.entry_key, "status").verified_by == "Office of Tests"
    assert [one.office for one in db.session.scalars(select(Verification))] == ["Office of Tests"]


@pytest.mark.parametrize(
    ("language", "shown", "others"),
    [("ky", "name", ["name.en"]), ("en", "name.en", ["name"]), ("ru", "name.en", ["name"])],
)
def test_of_a_text_the_wording_that_was_shown_is_confirmed_and_no_other(
    authority: Authority, language: str, shown: str, others: list[str]
) -> None:
    add_known(authority, "name")

    confirm(authority, language)

    row = known(authority.entry_key, shown)
    assert (row.verified_on, row.sources) == (clock.today(), ("A source",))
    assert [known(authority.entry_key, detail).verified_on for detail in others] == [None]


def test_an_original_that_has_a_source_of_its_own_is_confirmed_there(authority: Authority) -> None:
    add_known(authority, "name.ky")

    confirm(authority, "ky")

    assert known(authority.entry_key, "name.ky").verified_on == clock.today()
    assert known(authority.entry_key, "name") is None


def test_what_was_dead_lives_again_and_keeps_its_source(authority: Authority) -> None:
    line = db.session.get_one(ContactDetail, LINE)
    add_known(line, "value", is_dead=True, confidence=Confidence.SOURCED)

    confirm(authority)

    row = known(line.entry_key, "value")
    assert (row.is_dead, row.is_edited, row.verified_on, row.sources) == (False, True, clock.today(), ("A source",))


def test_a_confirmation_answers_the_open_campaigns_about_the_entry_alone(
    authority: Authority, coordinator: Account
) -> None:
    factories.add(factories.authority("other-authority"))
    campaigns = [start(coordinator), start(coordinator)]

    confirm(authority)

    asked = [asked_of(campaign, "test-authority") for campaign in campaigns]
    assert {(one.answer, one.next_step) for one in asked} == {("confirmed", "")}
    assert {clock.as_utc(one.answered_at).date() for one in asked} == {clock.today()}
    assert {asked_of(campaign, "other-authority").answer for campaign in campaigns} == {""}


def test_the_office_that_answers_by_a_link_is_the_one_that_keeps_the_entry(authority: Authority) -> None:
    entries = (authority, db.session.get_one(FocalPoint, "test-desk"), db.session.get_one(RequirementSheet, "kg"))

    assert [service.office_that_keeps(entry) for entry in entries] == ["Office of Tests", "Office of Tests", OFFICE]


def test_who_staffs_a_desk_confirms_it_and_its_authority_and_no_other(authority: Authority) -> None:
    factories.add(factories.authority("other-authority"))
    own = (authority, db.session.get_one(FocalPoint, "test-desk"))
    others = (db.session.get_one(Authority, "other-authority"), db.session.get_one(FocalPoint, "kg-casc"))

    assert [service.may_confirm(OWN_DESK, entry) for entry in own] == [True, True]
    assert [service.may_confirm(OWN_DESK, entry) for entry in others] == [False, False]
    with pytest.raises(NotPermitted):
        service.require_confirm(OWN_DESK, others[0])
    service.require_confirm(OWN_DESK, authority)


def test_a_version_is_of_what_the_entry_holds_now(authority: Authority) -> None:
    version = service.version_of(OF_STATE, authority, has_link=False)
    service.require_version(OF_STATE, authority, version, has_link=False)

    with committing():
        authority.name = factories.english("Another name")

    with pytest.raises(Conflict):
        service.require_version(OF_STATE, authority, version, has_link=False)


def test_lines_that_are_dead_are_marked_and_keep_when_they_were_verified(authority: Authority) -> None:
    confirm(authority)
    line = db.session.get_one(ContactDetail, LINE)

    with committing():
        service.mark_dead(OF_STATE, authority, [LINE])

    row = known(line.entry_key, "value")
    assert (row.is_dead, row.is_edited, row.verified_by, row.verified_on) == (True, True, OFFICE, clock.today())
    assert not known(authority.entry_key, "name.en").is_dead
    assert [(event.kind, event.key, event.actor_id) for event in events("mark_dead")] == [
        ("contact_detail", LINE, OF_STATE.account_id)
    ]


def test_only_lines_of_the_entry_are_marked_dead_and_by_coordinators_alone(authority: Authority) -> None:
    with pytest.raises(InvalidInput), committing():
        service.mark_dead(OF_STATE, authority, ["kg-prosecutor-general:1"])
    with pytest.raises(InvalidInput), committing():
        service.mark_dead(OF_STATE, authority, [authority.key])
    factories.add(factories.contact("desk@example.org", network_key="casc"))
    desk = db.session.get_one(FocalPoint, "test-desk")
    with pytest.raises(NotPermitted), committing():
        service.mark_dead(OWN_DESK, desk, ["test-authority:desk-at-example.org"])

    assert events("mark_dead") == []
    with committing():
        service.mark_dead(OF_NETWORK, desk, ["test-authority:desk-at-example.org"])
    assert len(events("mark_dead")) == 1


@pytest.mark.parametrize("is_dead", [False, True])
def test_one_detail_is_verified_or_dead(authority: Authority, is_dead: bool) -> None:
    line, today = db.session.get_one(ContactDetail, LINE), clock.today()

    with committing():
        if is_dead:
            service.confirm_detail(line, "value", OFFICE, is_dead=True)
        else:
            service.confirm_detail(line, "value", OFFICE)

    row = known(line.entry_key, "value")
    assert (row.is_dead, row.is_edited) == (is_dead, True)
    verified = (None, "", None) if is_dead else (today, OFFICE, today + timedelta(days=180))
    assert (row.verified_on, row.verified_by, row.due_on) == verified


def test_corrections_become_one_proposal_of_changes_in_the_language_that_was_shown(
    authority: Authority, coordinator: Account
) -> None:
    asked = asked_of(start(coordinator), authority.key)
    corrections = {
        (*authority.entry_key, "name"): "Кеңсе",
        ("contact_detail", LINE, "value"): "right@example.org",
    }

    with committing():
        service.correct(ANONYMOUS, authority, "ky", corrections, "Moved.")

    [proposal] = db.session.scalars(select(Proposal))
    assert (proposal.entry_key, proposal.origin, proposal.state) == (authority.entry_key, "campaign", "submitted")
    assert [(change.action, change.key, change.detail, change.before, change.after) for change in proposal.changes] == [
        ("change", authority.key, "name.ky", "Сыноо кеңсеси", "Кеңсе"),
        ("change", LINE, "value", "office@example.org", "right@example.org"),
    ]
    assert (asked.answer, asked.next_step, asked.note) == ("corrected", "", "Moved.")


def test_a_correction_is_stated_by_the_office_on_the_day_and_verified_when_it_is_published(
    authority: Authority, coordinator: Account
) -> None:
    start(coordinator)
    today = clock.today()
    with committing():
        service.correct(ANONYMOUS, authority, "ky", {("contact_detail", LINE, "value"): "right@example.org"}, "")
    [proposal] = db.session.scalars(select(Proposal))
    assert known(("contact_detail", LINE), "value") is None

    with committing():
        publish(OF_STATE, proposal)

    row = known(("contact_detail", LINE), "value")
    assert (row.sources, row.source_date, row.confidence) == (("Office of Tests",), today.isoformat(), "sourced")
    assert (row.verified_on, row.verified_by, row.due_on) == (today, "Office of Tests", today + timedelta(days=180))


def test_a_note_alone_answers_a_campaign_and_proposes_nothing(authority: Authority, coordinator: Account) -> None:
    asked = asked_of(start(coordinator), authority.key)

    with committing():
        service.correct(ANONYMOUS, authority, "en", {}, "The street has another name.")

    assert db.session.scalars(select(Proposal)).all() == []
    assert (asked.answer, asked.note) == ("corrected", "The street has another name.")


def test_a_role_keeps_a_sheet_for_its_state_alone(small_app: Flask) -> None:
    sheet = db.session.get_one(RequirementSheet, "kz")

    assert service.office_that_keeps(sheet) == "Network coordinator, Kazakhstan"
    assert not service.may_confirm(Viewer(Role.COORDINATOR, 1010, "KG"), sheet)
