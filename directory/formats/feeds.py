"""Writes Atom feeds (RFC 4287) from plain entries."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

ATOM: Final = "http://www.w3.org/2005/Atom"
# Characters that XML 1.0 cannot contain.
NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class FeedEntry:
    """One entry of a feed. `uid` is a URL that identifies the entry for ever."""

    uid: str
    title: str
    # The URL to which the entry links.
    address: str
    lines: Sequence[str]
    # Has a time zone.
    at: datetime


def write_feed(
    title: str, uid: str, language: str, entries: Iterable[FeedEntry], made_at: datetime, *, itself: str = ""
) -> bytes:
    """Return an Atom feed of entries in the given order. `uid` is a URL that identifies the feed for ever.

    - `made_at`: the time of a feed without entries. Otherwise the first entry gives the time.
    - `itself`: the feed's own URL, or empty if the URL is secret.
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
