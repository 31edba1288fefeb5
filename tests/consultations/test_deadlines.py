"""By when a desk acknowledges and answers, and until when what was written is kept: each network's rule, or none."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from directory.consultations.queries.rules import DEFAULTS, deadlines, retained_until, rule_of, zone_of_state
from directory.extensions import db
from directory.models import Authority, Consultation, ConsultationRule, FocalPoint, Jurisdiction
from directory.vocabulary import ConsultationState
from tests import factories
from tests.consultations.conftest import NETWORK

# A Friday.
START = datetime(2026, 11, 27, 8, tzinfo=UTC)


def desk_of(state: str | None, network: str = "globe") -> FocalPoint:
    """Return a desk that is not stored, so it has no rota."""
    return FocalPoint(
        key="no-such-desk", network_key=network, authority=Authority(key="office", jurisdiction_key=state)
    )


def days_of(found: tuple[datetime, datetime]) -> list[str]:
    return [one.isoformat(timespec="minutes")[:16] for one in found]


@pytest.mark.parametrize(
    ("state", "urgency", "expected"),
    [
        # It rests on Fridays and Saturdays, and no zone of it is stored.
        ("EG", "normal", ["2026-12-01T23:59", "2026-12-10T23:59"]),
        (None, "normal", ["2026-12-02T23:59", "2026-12-11T23:59"]),
        # It is five hours ahead.
        ("TJ", "normal", ["2026-12-02T18:59", "2026-12-11T18:59"]),
        ("EG", "urgent", ["2026-11-27T09:00", "2026-11-28T08:00"]),
    ],
)
def test_a_desk_has_working_days_of_its_state_or_hours(
    site: Flask, state: str | None, urgency: str, expected: list[str]
) -> None:
    assert days_of(deadlines(desk_of(state), urgency, START)) == expected


def test_a_network_sets_how_long_its_desks_have(site: Flask) -> None:
    own = {"urgent_acknowledge_hours": 2, "urgent_answer_hours": 5, "acknowledge_days": 1, "answer_days": 2}
    db.session.add(ConsultationRule(network_key=NETWORK, **{**DEFAULTS, **own}))

    urgent, normal = (deadlines(desk_of(None, NETWORK), urgency, START) for urgency in ("urgent", "normal"))

    assert days_of(urgent) == ["2026-11-27T10:00", "2026-11-27T13:00"]
    assert days_of(normal) == ["2026-11-30T23:59", "2026-12-01T23:59"]


@pytest.mark.parametrize(
    ("state", "answer_in_days", "kept_days"),
    [
        (ConsultationState.ANSWERED, 500, 365),
        (ConsultationState.CLOSED, 500, 365),
        (ConsultationState.OPEN, 500, 500),
        (ConsultationState.OPEN, 10, 365),
    ],
)
def test_what_waits_for_an_answer_is_kept_until_it_is_due(
    site: Flask, state: ConsultationState, answer_in_days: int, kept_days: int
) -> None:
    by = START + timedelta(days=answer_in_days)
    made = Consultation(state=state, changed_at=START, answer_by=by, network_key="globe")

    assert retained_until(made) == START + timedelta(days=kept_days)


def test_a_network_that_has_set_nothing_has_the_rule_of_all(site: Flask) -> None:
    rule = rule_of("globe")

    assert {name: getattr(rule, name) for name in DEFAULTS} == {
        "urgent_acknowledge_hours": 1,
        "urgent_answer_hours": 24,
        "acknowledge_days": 3,
        "answer_days": 10,
        "kept_days": 365,
    }


@pytest.mark.parametrize(
    ("state", "zone"), [("KG", "Asia/Bishkek"), ("EG", "UTC"), (None, "UTC"), ("", "UTC"), ("XX", "UTC")]
)
def test_a_state_works_in_its_first_zone_or_in_utc(site: Flask, state: str | None, zone: str) -> None:
    if state == "XX":
        db.session.add(
            Jurisdiction(key="XX", alpha3="XXX", region="143", name=factories.english("Nowhere"), time_zones=())
        )

    assert zone_of_state(state) == zone
