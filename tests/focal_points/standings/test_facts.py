"""The standing of stored desks: which rows prove what, and which prove nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.accounts.queries import viewer_of
from directory.audit.chain import record
from directory.extensions import db
from directory.focal_points.standings.queries import list_standings
from directory.focal_points.standings.rules import DeskStanding
from directory.models import Account, Campaign, DeskMember, FocalPoint, Handover, Report, Verification, Vouch
from directory.transaction import committing
from directory.verification.service.entries import confirm
from directory.verification.service.reachability import log_call
from directory.vocabulary import Role, StandingLevel
from tests import factories
from tests.api.conftest import counted_statements
from tests.focal_points.standings.desks import (
    PARTS,
    add_accredited,
    add_tested,
    deputy_of,
    exercise_of,
    line_of,
    provenance_of_line,
    result_of,
    vouch_of,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TODAY, DAY = NOW.date(), timedelta(days=1)
LISTED, TESTED, ACCREDITED = StandingLevel


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def keeper(small_app: Flask) -> Account:
    return factories.account(Role.COORDINATOR, ["casc"])


def standing(key: str = "kg-desk") -> DeskStanding:
    return list_standings()[key]


def lacking(key: str = "kg-desk") -> set[str]:
    return {one.rule.code for one in standing(key).results if one.period is None} - {"vouches"}


def of_office(key: str = "kg-desk") -> str:
    return f"{key}-office"


def test_a_desk_with_every_proof_is_tested(small_app: Flask) -> None:
    add_tested("kg-desk", "KG")

    assert (standing().level, lacking()) == (TESTED, set())


@pytest.mark.parametrize("part", PARTS)
def test_a_desk_without_a_proof_is_only_listed(small_app: Flask, part: str) -> None:
    add_tested("kg-desk", "KG", but=part)

    assert (standing().level, lacking()) == (LISTED, {part})


def test_a_desk_without_hours_has_no_standing(small_app: Flask) -> None:
    add_tested("kg-desk", "KG", cover="not_published")

    assert (standing().level, lacking()) == (None, {"record"})


def test_a_desk_that_has_ended_has_no_standing(small_app: Flask) -> None:
    add_tested("kg-desk", "KG", status="closed")

    assert "kg-desk" not in list_standings()


# What a desk that lacks one proof has in its place, and whether it counts.
INSTEAD: dict[str, tuple[str, Callable[[Account], Any], bool]] = {
    "a line for the network alone": ("lines", lambda _: line_of(of_office(), "8", "casc", audience="network"), True),
    "a mail address": ("lines", lambda _: factories.contact("duty@example.kg", of_office(), network_key="casc"), True),
    "a line of the institution": ("lines", lambda _: line_of(of_office(), "8", None), False),
    "a line of another network": ("lines", lambda _: line_of(of_office(), "8", "globe"), False),
    "the same line by another means": (
        "lines",
        lambda _: factories.contact("+996(312)542816", of_office(), means="fax", network_key="casc"),
        False,
    ),
    "an address for letters": (
        "lines",
        lambda _: factories.contact("Bishkek", of_office(), means="post", network_key="casc"),
        False,
    ),
    "a second officer": (
        "deputy",
        lambda _: DeskMember(
            account_id=factories.account(jurisdiction_key="KG").id, focal_point_key="kg-desk", desk_role="head"
        ),
        False,
    ),
    "a test that its own officer logged": (
        "tests",
        lambda keeper: result_of("kg-desk", keeper, is_own=True),
        False,
    ),
    "a test whose message did not arrive": ("tests", lambda keeper: result_of("kg-desk", keeper, "undelivered"), False),
    "a test with the wrong button": ("tests", lambda keeper: result_of("kg-desk", keeper, "wrong"), False),
    "a test long ago": ("tests", lambda keeper: result_of("kg-desk", keeper, days_ago=93), False),
    "a test in the quarter": ("tests", lambda keeper: result_of("kg-desk", keeper, days_ago=92), True),
    "an exercise in the year": ("exercise", lambda keeper: exercise_of("kg-desk", "casc", keeper, 365), True),
    "an exercise before": ("exercise", lambda keeper: exercise_of("kg-desk", "casc", keeper, 366), False),
}


def officer_of(desk: str) -> int:
    return next(
        one.account_id for one in db.session.query(DeskMember).filter_by(focal_point_key=desk, desk_role="duty_officer")
    )


@pytest.mark.parametrize("what", INSTEAD)
def test_only_what_proves_a_rule_counts(keeper: Account, what: str) -> None:
    part, make, counts = INSTEAD[what]
    add_tested("kg-desk", "KG", but=part)

    factories.add(make(keeper))

    assert (part not in lacking()) is counts


def test_a_silent_test_after_a_passed_one_takes_the_level_at_once(keeper: Account) -> None:
    add_tested("kg-desk", "KG", but="tests")
    factories.add(result_of("kg-desk", keeper, days_ago=2), result_of("kg-desk", keeper, "silent", days_ago=1))

    assert standing().level is LISTED


def test_a_line_reported_as_wrong_or_dead_does_not_count(keeper: Account) -> None:
    add_tested("kg-desk", "KG")
    first, second = (f"{of_office()}:+996 312 54 28 1{one}" for one in "67")

    factories.add(Report(contact_key=first, authority_key=of_office(), fault="no_answer", language="en"))
    one_reported = lacking()
    factories.add(provenance_of_line(second, is_dead=True))

    assert (one_reported, lacking()) == ({"lines"}, {"record", "lines"})


def test_a_line_counts_until_nobody_has_verified_it_for_three_periods(small_app: Flask) -> None:
    add_tested("kg-desk", "KG")
    verified = {"verified_on": TODAY - 28 * DAY, "due_on": TODAY - 18 * DAY}

    factories.add(provenance_of_line(f"{of_office()}:+996 312 54 28 16", **verified))

    assert standing().period.lapses_on == TODAY + 3 * DAY


def test_a_deputy_counts_until_the_last_day_of_a_handover_and_while_the_account_is_active(keeper: Account) -> None:
    add_tested("kg-desk", "KG", but="deputy")
    factories.add(member := deputy_of("kg-desk", "casc", "KG"))
    deputy = db.session.get(Account, member.account_id)

    leaves = {"leaver_id": deputy.id, "creator_id": keeper.id, "desks": (), "networks": ()}
    factories.add(Handover(public_id="leaves", ends_on=TODAY + 5 * DAY, **leaves))
    lapses_on = standing().period.lapses_on
    with committing():
        deputy.active = False
        record(None, "account_ended", ("account", str(deputy.id)))

    assert (lapses_on, lacking()) == (TODAY + 6 * DAY, {"deputy"})


def members_of(desk: str) -> Account:
    return db.session.get_one(Account, officer_of(desk))


def coordinator(**values: Any) -> Account:
    return factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG", **values)


CONFIRMED = (
    ("its officer", lambda: members_of("kg-desk"), True),
    ("a coordinator", coordinator, False),
    ("a coordinator of its office", lambda: coordinator(authority_key=of_office()), False),
    ("a coordinator who staffs it", lambda: coordinator(desks=["kg-desk"]), False),
)


@pytest.mark.parametrize(("who", "account", "counts"), CONFIRMED)
def test_only_its_people_confirm_a_desk_and_no_coordinator(
    small_app: Flask, who: str, account: Callable[[], Account], counts: bool
) -> None:
    add_tested("kg-desk", "KG", but="confirmed")
    viewer = viewer_of(account())

    with committing():
        confirm(viewer, db.session.get_one(FocalPoint, "kg-desk"), "en")

    assert ("confirmed" not in lacking()) is counts


def test_a_confirmation_stays_what_it_was_when_the_role_of_the_person_changes(small_app: Flask) -> None:
    add_tested("kg-desk", "KG", but="confirmed")
    people = {one: one.role for one in (members_of("kg-desk"), coordinator())}
    counted = []
    for person in people:
        viewer = viewer_of(person)
        with committing():
            db.session.query(Verification).delete()
            confirm(viewer, db.session.get_one(FocalPoint, "kg-desk"), "en")
        with committing():
            person.role = Role.COORDINATOR if person.role == Role.PRACTITIONER else Role.PRACTITIONER
            record(None, "role_changed", ("account", str(person.id)))
        counted.append("confirmed" not in lacking())

    assert counted == [True, False]


# Whether the coordinator who logs a call staffs the desk then, and afterwards.
STAFFED = [(True, False, False), (False, True, True)]


@pytest.mark.parametrize(("then", "afterwards", "counts"), STAFFED)
def test_a_test_counts_by_who_staffed_the_desk_at_its_time(
    small_app: Flask, then: bool, afterwards: bool, counts: bool
) -> None:
    add_tested("kg-desk", "KG", but="tests")
    tester = coordinator(desks=["kg-desk"] if then else [])
    viewer = viewer_of(tester)
    with committing():
        log_call(viewer, db.session.get_one(FocalPoint, "kg-desk"), NOW, 1)

    member = DeskMember(account_id=tester.id, focal_point_key="kg-desk", desk_role="duty_officer")
    with committing():
        tester.desks = [member] if afterwards else []
        record(None, "rights_changed", ("account", str(tester.id)))

    assert ("tests" not in lacking()) is counts


def test_an_answer_through_the_link_of_a_campaign_is_of_its_office(keeper: Account) -> None:
    add_tested("kg-desk", "KG", but="confirmed")
    days = dict.fromkeys(("reminder_days", "second_reminder_days", "escalation_days"), 7)
    factories.add(campaign := Campaign(author_id=keeper.id, only_due=False, ends_at=NOW, **days))
    said = {"kind": "focal_point", "key": "kg-desk", "verified_at": NOW, "office": "Office", "details": 1}

    factories.add(Verification(campaign_id=campaign.id, is_of_office=True, **said))

    assert lacking() == set()


def test_two_desks_of_other_states_accredit_a_tested_desk(small_app: Flask) -> None:
    add_accredited()

    assert (standing().level, standing("kz-desk").level) == (ACCREDITED, TESTED)


def test_a_withdrawn_vouch_does_not_count(small_app: Flask) -> None:
    add_accredited()

    with committing():
        db.session.scalars(select(Vouch).where(Vouch.voucher_key == "kz-desk")).one().withdrawn_at = NOW

    assert standing().level is TESTED


def test_an_accreditation_ends_when_a_vouching_desk_is_closed(small_app: Flask) -> None:
    add_accredited()

    with committing():
        db.session.get(FocalPoint, "uz-desk").status = "closed"

    assert standing().level is TESTED


def test_a_standing_lapses_by_the_clock_alone_while_the_process_keeps_what_it_read(small_app: Flask) -> None:
    add_accredited()
    until = standing().period.lapses_on

    with clock.frozen_at(datetime.combine(until - DAY, datetime.max.time(), UTC)):
        on_the_last_day = standing().level
    with clock.frozen_at(datetime.combine(until, datetime.min.time(), UTC)):
        after_it = standing().level

    assert (on_the_last_day, after_it) == (ACCREDITED, LISTED)


def test_a_standing_that_was_read_is_read_again_after_an_act(keeper: Account) -> None:
    add_tested("kg-desk", "KG")
    before = standing().level

    with committing():
        db.session.add(result_of("kg-desk", keeper, "silent"))
        record(None, "judge_test", ("reachability_test", "one"))

    assert (before, standing().level) == (TESTED, LISTED)


def test_the_standing_of_many_desks_takes_as_many_statements_as_of_one(keeper: Account) -> None:
    def statements() -> int:
        with committing(), counted_statements() as made:
            list_standings()
        return len(made)

    add_tested("kg-desk", "KG")
    of_few = statements()
    for number in range(5):
        add_tested(f"kz-{number}", "KZ")
        factories.add(vouch_of(f"kz-{number}", "kg-desk", keeper))

    assert statements() == of_few <= 6
