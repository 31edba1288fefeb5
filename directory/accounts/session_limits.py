"""The time limits of a session: since its last request, since its start, and between first and second factor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from directory.vocabulary import Role

# The time limit between first and second factor, and for a challenge to a person who is not known yet.
HALF_SIGNED_IN = timedelta(minutes=15)


@dataclass(frozen=True)
class SessionRule:
    """The rule for the sessions of one role: the longest time since the last request (`idle`) and since the start
    (`whole`), and whether people of this role need a passkey."""

    idle: timedelta
    whole: timedelta
    needs_passkey: bool = False


# Sources: NIST SP 800-63B-4, section 2.2.3 (an hour and a day at its second level); OWASP ASVS 5.0, 7.3:
# a role that can do more has shorter sessions. A role without a row of its own has short sessions.
SESSIONS: Mapping[Role, SessionRule] = {
    **dict.fromkeys(Role, SessionRule(timedelta(minutes=30), timedelta(hours=12))),
    Role.PRACTITIONER: SessionRule(timedelta(hours=1), timedelta(hours=24)),
    Role.ADMINISTRATOR: SessionRule(timedelta(minutes=30), timedelta(hours=12), needs_passkey=True),
}
