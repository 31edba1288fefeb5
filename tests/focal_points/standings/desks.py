"""Desks that are tested, and what one lacks of it."""

from datetime import timedelta
from typing import Any

from directory import clock
from directory.models import (
    Account,
    DeskMember,
    Exercise,
    ExerciseDesk,
    Provenance,
    ReachabilityTest,
    Verification,
    Vouch,
)
from directory.vocabulary import Confidence, ExerciseLevel, Role
from tests import factories

PARTS = ("languages", "deputy", "lines", "confirmed", "tests", "exercise")


def add_tested(key: str, state: str, *, but: str = "", network: str = "casc", **values: Any) -> Account:
    """Store a desk that meets every rule of a tested desk, except `but`. Return its officer."""
    office = f"{key}-office"
    spoken = () if but == "languages" else ("ru",)
    factories.add(factories.authority(office, jurisdiction_key=state, languages_spoken=spoken))
    factories.add(factories.focal_point(key, office, network_key=network, **values))
    officer = factories.account(desks=[key], networks=[network], jurisdiction_key=state)
    keeper = factories.account(Role.COORDINATOR, [network])
    rows = {
        "deputy": lambda: deputy_of(key, network, state),
        "lines": lambda: line_of(office, "7", network),
        "confirmed": lambda: Verification(
            kind="focal_point",
            key=key,
            verified_at=clock.now(),
            account_id=officer.id,
            office="Office",
            details=1,
            is_of_office=True,
        ),
        "tests": lambda: result_of(key, keeper),
        "exercise": lambda: exercise_of(key, network, keeper),
    }
    factories.add(line_of(office, "6", network), *(row() for name, row in rows.items() if name != but))
    return officer


def deputy_of(key: str, network: str, state: str) -> DeskMember:
    person = factories.account(networks=[network], jurisdiction_key=state)
    return DeskMember(account_id=person.id, focal_point_key=key, desk_role="deputy")


def line_of(office: str, last_digit: str, network: str, **values: Any) -> Any:
    return factories.contact(f"+996 312 54 28 1{last_digit}", office, means="phone", network_key=network, **values)


def result_of(
    key: str, author: Account, outcome: str = "answered", days_ago: int = 0, **values: Any
) -> ReachabilityTest:
    at = clock.now() - timedelta(days=days_ago)
    times = {"asked_at": at, "answered_at": at, "finished_at": at}
    return ReachabilityTest(focal_point_key=key, author_id=author.id, way="call", outcome=outcome, **times, **values)


def exercise_of(key: str, network: str, author: Account, days_ago: int = 0) -> Exercise:
    at = clock.now() - timedelta(days=days_ago)
    return Exercise(
        network_key=network,
        level=ExerciseLevel.LINES,
        title="Spring",
        language="en",
        creator_id=author.id,
        starts_at=at,
        ends_at=at,
        desks=[ExerciseDesk(focal_point_key=key, passed_at=at)],
    )


def vouch_of(by: str, desk: str, giver: Account, days_ago: int = 0, **values: Any) -> Vouch:
    given_at = clock.now() - timedelta(days=days_ago)
    return Vouch(voucher_key=by, focal_point_key=desk, giver_id=giver.id, given_at=given_at, **values)


def add_accredited(key: str = "kg-desk", state: str = "KG") -> dict[str, Account]:
    """Store a desk that desks of Kazakhstan and Uzbekistan vouch for. Return the officer of each of the three."""
    officers = {key: add_tested(key, state)} | {
        f"{one.lower()}-desk": add_tested(f"{one.lower()}-desk", one) for one in ("KZ", "UZ")
    }
    factories.add(*(vouch_of(by, key, officer) for by, officer in officers.items() if by != key))
    return officers


def provenance_of(kind: str, key: str, detail: str, **values: Any) -> Provenance:
    defaults = {"sources": (), "confidence": Confidence.SOURCED}
    return Provenance(kind=kind, key=key, detail=detail, **(defaults | values))


def provenance_of_line(key: str, **values: Any) -> Provenance:
    return provenance_of("contact_detail", key, "value", **values)
