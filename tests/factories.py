"""Makes entries for tests, one function a noun, with only what the test does not care about filled in."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from directory import clock
from directory.extensions import db
from directory.jobs.leases import LEASE
from directory.models import (
    Account,
    AccountNetwork,
    Authority,
    ContactDetail,
    DeskMember,
    FocalPoint,
    Notice,
    RecurringJob,
    Texts,
)
from directory.transaction import committing
from directory.vocabulary import Role

NUMBERS = count(1)


def english(text: str) -> Texts:
    return Texts("en", {"en": text})


def add(*entries: Any) -> None:
    with committing():
        db.session.add_all(entries)


def leave_to_another_worker(*jobs: str) -> None:
    """Have another worker hold recurring jobs: to write the files of the whole directory takes seconds."""
    with committing():
        for name in jobs:
            held = {"leased_until": clock.now() + 2 * LEASE, "leased_by": "another worker"}
            db.session.merge(RecurringJob(name=name, due_at=clock.now(), **held))


def authority(key: str = "test-authority", **values: Any) -> Authority:
    defaults: dict[str, Any] = {
        "jurisdiction_key": "KG",
        "name": english("Office of Tests"),
        "authority_kind": "judicial_body",
        "status": "active",
    }
    return Authority(key=key, **(defaults | values))


def contact(value: str, authority_key: str = "test-authority", **values: Any) -> ContactDetail:
    defaults: dict[str, Any] = {"means": "email", "audience": "public"}
    return ContactDetail(
        key=f"{authority_key}:{value.replace('@', '-at-')}",
        authority_key=authority_key,
        value=value,
        **(defaults | values),
    )


def focal_point(key: str = "test-desk", authority_key: str = "test-authority", **values: Any) -> FocalPoint:
    defaults: dict[str, Any] = {"network_key": "casc", "cover": "round_the_clock"}
    return FocalPoint(key=key, authority_key=authority_key, **(defaults | values))


def notice(key: str = "test-notice", title: str = "Notice", **values: Any) -> Notice:
    defaults: dict[str, Any] = {
        "network_key": "casc",
        "notice_kind": "visit",
        "title": english(title),
        "text": english("Three days."),
        "ends_on": clock.today() + timedelta(days=300),
    }
    return Notice(key=key, **(defaults | values))


def account(
    role: Role = Role.PRACTITIONER, networks: Iterable[str] = (), desks: Iterable[str] = (), **values: Any
) -> Account:
    """Return a stored account with an address of its own; its number is set."""
    number = next(NUMBERS)
    defaults: dict[str, Any] = {"email": f"person-{number}@example.org", "name": f"Person {number}"}
    made = Account(
        role=role,
        networks=[AccountNetwork(network_key=key) for key in networks],
        desks=[DeskMember(focal_point_key=key, desk_role="duty_officer") for key in desks],
        **(defaults | values),
    )
    add(made)
    db.session.refresh(made)
    return made
