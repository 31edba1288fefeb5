"""Desks of tests with who staffs them, who is on duty, and who reads."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from directory import clock
from directory.access.viewer import ANONYMOUS, Viewer
from directory.models import DeskRota, Shift
from directory.vocabulary import Role
from tests import factories

HOUR = timedelta(hours=1)
MEMBER = Viewer(Role.PRACTITIONER, 1001, "KZ", frozenset({"casc"}))
OUTSIDER = Viewer(Role.PRACTITIONER, 1002, "KZ", frozenset({"globe"}))
OWN_DESK = Viewer(Role.PRACTITIONER, 1003, "KG", desks=frozenset({"test-desk"}))
OF_STATE = Viewer(Role.COORDINATOR, 1004, "KG")
OF_OTHER_STATE = Viewer(Role.COORDINATOR, 1005, "KZ")
OF_NETWORK = Viewer(Role.COORDINATOR, 1006, "", frozenset({"casc"}))
WITHOUT_SCOPE = Viewer(Role.COORDINATOR, 1007)
ADMINISTRATOR = Viewer(Role.ADMINISTRATOR, 1008)
READERS = (MEMBER, OWN_DESK, OF_STATE, OF_NETWORK, ADMINISTRATOR)
OTHERS = (ANONYMOUS, OUTSIDER, OF_OTHER_STATE, WITHOUT_SCOPE)


def add_desk(key: str = "test-desk", authority: str = "test-authority", **values: object) -> None:
    """Store a desk of an authority of Kyrgyzstan of its own."""
    state = values.pop("jurisdiction_key", "KG")
    factories.add(factories.authority(authority, jurisdiction_key=state))
    factories.add(factories.focal_point(key, authority, **values))


def add_rota(desk: str, *shifts: tuple[int, float, float], laid_out_hours: float = 1000) -> None:
    """Store shifts of members, each from and until some hours from now."""
    now = clock.now()
    factories.add(
        DeskRota(focal_point_key=desk, zone="Asia/Bishkek", version=1, laid_out_until=now + laid_out_hours * HOUR)
    )
    factories.add(*_shifts(desk, shifts, now))


def _shifts(desk: str, shifts: Iterable[tuple[int, float, float]], now: datetime) -> Iterable[Shift]:
    for member, begins, ends in shifts:
        yield Shift(focal_point_key=desk, account_id=member, starts_at=now + begins * HOUR, ends_at=now + ends * HOUR)
