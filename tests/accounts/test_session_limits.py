"""How long a session lasts, by role."""

from datetime import timedelta

import pytest

from directory.accounts.session_limits import SESSIONS
from directory.vocabulary import Role


@pytest.mark.parametrize(
    ("role", "idle_minutes", "whole_hours", "needs_passkey"),
    [
        (Role.PRACTITIONER, 60, 24, False),
        (Role.COORDINATOR, 30, 12, False),
        (Role.ADMINISTRATOR, 30, 12, True),
    ],
)
def test_a_session_is_shorter_where_more_can_be_done(
    role: Role, idle_minutes: int, whole_hours: int, needs_passkey: bool
) -> None:
    rule = SESSIONS[role]

    assert rule.idle == timedelta(minutes=idle_minutes)
    assert rule.whole == timedelta(hours=whole_hours)
    assert rule.needs_passkey is needs_passkey
