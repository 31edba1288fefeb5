"""Makes entries for tests, one function a noun, with only what the test does not care about filled in."""

from typing import Any

from directory.extensions import db
from directory.models import Authority, ContactDetail, Texts
from directory.transaction import committing


def english(text: str) -> Texts:
    return Texts("en", {"en": text})


def add(*entries: Any) -> None:
    with committing():
        db.session.add_all(entries)


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
        key=f"{authority_key}:{value}", authority_key=authority_key, value=value, **(defaults | values)
    )
