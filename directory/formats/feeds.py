"""Writes Atom feeds (RFC 4287) from plain entries."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

ATOM: Final = "http://www.w3.org/2005/Atom"
# XML 1.0 has no way to write these.
NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class FeedEntry:
    """One entry: `uid` is an address that stays its own for ever, `address` where it leads to."""

    uid: str
    title: str
    address: str
    lines: Sequence[str]
    at: datetime


def write_feed(
    title: str, uid: str, language: str, entries: Iterable[FeedEntry], made_at: datetime, *, itself: str = ""
) -> bytes:
    """Return a feed of entries in their order; it was changed when the first of them was, an empty one now.

    `itself` is where the feed stands, empty for one whose address is a secret.
    """
    entries = list(entries)
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _say(feed, "title", title)
    _say(feed, "id", uid)
    _say(feed, "updated", _instant(entries[0].at if entries else made_at))
    if itself:
        SubElement(feed, "link", {"rel": "self", "href": itself})
    _say(SubElement(feed, "author"), "name", "Counterpart")
    for one in entries:
        entry = SubElement(feed, "entry")
        _say(entry, "title", one.title)
        _say(entry, "id", one.uid)
        _say(entry, "updated", _instant(one.at))
        SubElement(entry, "link", {"href": one.address})
        _say(entry, "content", "\n".join(one.lines))
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _say(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = NOT_IN_XML.sub("", words)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
