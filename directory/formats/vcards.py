"""Writes vCards of version 3.0 (RFC 2426), which phones and mail programs read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from icalendar import Component, vAdr, vN, vOrg, vText, vUri

from directory.formats.papers import clean_text

MEDIA_TYPE = "text/vcard; charset=utf-8"
# Characters allowed in a URL (RFC 3986). The library does not escape URLs, so all others are percent-encoded.
ADDRESS_SIGNS = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True)
class VCard:
    """An institution in an address book. `place` is the name of its State."""

    uid: str
    name: str
    place: str
    note: str
    # The URL of the institution's page on the site.
    address: str
    made_at: datetime
    # A phone can dial `phones` and `faxes` as they are written here.
    phones: Sequence[str] = ()
    faxes: Sequence[str] = ()
    emails: Sequence[str] = ()
    posts: Sequence[str] = ()
    websites: Sequence[str] = ()
    # Whether the card is marked as confidential.
    is_restricted: bool = False


def write_vcards(cards: Iterable[VCard]) -> bytes:
    """Return the vCards as one file."""
    return b"".join(_component(card).to_ical(sorted=False) for card in cards)


class _Card(Component):
    name = "VCARD"


def _component(card: VCard) -> Component:
    made = _Card()
    name, place = clean_text(card.name), clean_text(card.place)
    made.add("version", "3.0")
    made.add("uid", vText(card.uid))
    made.add("fn", vText(name))
    # An institution has no given name; programs show FN instead.
    made.add("n", vN((name, "", "", "", "")))
    made.add("org", vOrg((name,)))
    made.add("x-abshowas", "COMPANY")
    for kinds, values in ((("work", "voice"), card.phones), (("work", "fax"), card.faxes)):
        for value in values:
            made.add("tel", vText(clean_text(value), params=_types(*kinds)))
    for value in card.emails:
        made.add("email", vText(clean_text(value)))
    for value in card.posts:
        made.add("adr", vAdr(("", "", clean_text(value), "", "", "", place), params=_types("work")))
    for value in (card.address, *card.websites):
        made.add("url", vUri(quote(value, safe=ADDRESS_SIGNS)))
    made.add("rev", vText(f"{card.made_at:%Y-%m-%dT%H:%M:%SZ}"))
    made.add("class", vText("CONFIDENTIAL" if card.is_restricted else "PUBLIC"))
    made.add("note", vText(clean_text(card.note)))
    return made


def _types(*types: str) -> dict[str, Any]:
    return {"TYPE": list(types)}
