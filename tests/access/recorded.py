"""What was done to entries of tests and when, and who reads of it."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import time_machine

from directory.access.viewer import ANONYMOUS, Viewer
from directory.audit.chain import AuditAct, record_all
from directory.models import Authority, ContactDetail
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories

DAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
NUMBERS = count(1)
PRACTITIONER, MEMBER = Viewer(Role.PRACTITIONER, 7, "KG"), Viewer(Role.PRACTITIONER, 7, "KG", frozenset({"casc"}))
OWNER, ADMINISTRATOR = Viewer(Role.COORDINATOR, 8, "KG"), Viewer(Role.ADMINISTRATOR, 9)
READERS = {"visitor": ANONYMOUS, "practitioner": PRACTITIONER, "member": MEMBER, "owner": OWNER, "all": ADMINISTRATOR}


def line(office: Authority, **values: Any) -> ContactDetail:
    """Store a new contact of an office."""
    made: ContactDetail = factories.contact(f"line-{next(NUMBERS)}", office.key, **values)
    factories.add(made)
    return made


def act_at(at: datetime, *acts: AuditAct, by: int = 1) -> None:
    """Record acts at an instant."""
    with time_machine.travel(at, tick=False), committing():
        record_all(by, acts)


def act(*acts: AuditAct, day: int = 1, by: int = 1) -> None:
    """Record acts at noon of a day."""
    act_at(DAY.replace(day=day), *acts, by=by)
