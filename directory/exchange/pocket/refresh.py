"""Refreshes the pocket editions: one for each network with public members and each language with a complete catalogue.

A run makes at most one edition. An edition is due in three cases: it is missing, one of its entries has changed, or it
was not yet looked at today. To look at an edition means to make its text again and compare it with the stored edition.
A run also deletes editions with values that are no longer public.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import cache

from flask import current_app, g
from sqlalchemy import select

from directory import clock, i18n
from directory.access.gate import declarations_stamp
from directory.exchange import store
from directory.exchange.pocket.contents import Place, booklet_of, members_of, read_pocket
from directory.exchange.snapshots import newest_change
from directory.extensions import db
from directory.formats.booklets import Booklet, write_booklet
from directory.formats.fonts import MissingGlyphs
from directory.models import Change, Network
from directory.models.details import EntryKey
from directory.networks.queries import get, list_networks
from directory.vocabulary import HOME_NETWORK

# An older file is made again even if its text is unchanged, so that a downloaded copy is valid for some time.
LONGEST_KEPT = timedelta(days=30)
PREFIX = "pocket-"


@dataclass(frozen=True)
class PocketEdition:
    """One edition. Days are texts such as `2026-11-25`.

    - `stamp`: digest of the declared details and audiences (`declarations_stamp`) at the time of making
    - `checked`: number of the newest public change when the edition was last checked for changed entries
    - `looked_on`: day on which the text was last made and compared with the stored edition
    - `fingerprint`: digest of the text without dates
    - `missing`: characters that no font has, separated by spaces. An edition with missing characters has no file.
    """

    network: str
    language: str
    made_on: str
    valid_until: str
    checksum: str
    stamp: str
    checked: int
    looked_on: str
    fingerprint: str
    size: int = 0
    sha256: str = ""
    missing: str = ""

    @property
    def name(self) -> str:
        """The name under which the edition is stored."""
        return f"{PREFIX}{self.network}-{self.language}"

    @property
    def file(self) -> str:
        """The name of the file, which contains the file's digest."""
        return f"{self.name}-{self.sha256[:12]}.pdf"


def list_networks_with_editions() -> list[Network]:
    """Return the networks with at least one public member State, HOME_NETWORK first."""
    known = [network for network in list_networks() if members_of(network)]
    return sorted(known, key=lambda network: network.key != HOME_NETWORK)


def list_editions(network: str) -> list[PocketEdition]:
    """Return the editions of a network, sorted by language code. Editions made before a change of `declarations_stamp`
    are left out: they may show values no longer public."""
    stamp = declarations_stamp()
    return [one for one in _read() if one.stamp == stamp and one.network == network]


def read_file(network: str, language: str) -> tuple[bytes, PocketEdition] | None:
    """Return the content of an edition's file, and the edition. Return None if there is no file."""
    # The edition may be replaced between the two queries: try again once.
    for _ in range(2):
        for one in list_editions(network):
            if one.language == language and one.size and (content := store.get_content(one.name, one.file)):
                return content, one
    return None


def has_work() -> bool:
    """Return whether `refresh_editions` has an edition to delete or make. The call also advances `checked` of unchanged
    editions, in a separate transaction."""
    networks, changes = {network.key for network in list_networks_with_editions()}, _Changes()
    known = {(one.network, one.language): changes.mark_compared(one) for one in _read()}
    may_stay = all(one.stamp == declarations_stamp() and one.network in networks for one in known.values())
    wanted = [(network, code) for network in networks for code in _languages()]
    return not may_stay or any(_is_due(known.get(pair), changes) for pair in wanted)


def refresh_editions() -> None:
    """Delete editions that may show values no longer public, and editions of networks without public members. Then make
    one of the editions that are due, if any. Existing editions are made again before missing editions are made."""
    networks, changes = {network.key: network for network in list_networks_with_editions()}, _Changes()
    known: dict[tuple[str, str], PocketEdition] = {}
    for one in _read():
        network = networks.get(one.network)
        if network is None or one.stamp != declarations_stamp() or changes.withdrew(one, network):
            store.remove(one.name)
        else:
            known[one.network, one.language] = changes.mark_compared(one)
    wanted = [(network, code) for network in networks.values() for code in _languages()]
    due = [pair for pair in wanted if _is_due(known.get((pair[0].key, pair[1])), changes)]
    for network, code in sorted(due, key=lambda pair: (pair[0].key, pair[1]) not in known)[:1]:
        make(network, code)


def make(network: Network, language: str) -> PocketEdition:
    """Make and store a network's edition, and return the edition that is then stored.

    If the text is unchanged and the stored file is younger than LONGEST_KEPT, the file stays. The edition has no file
    if some characters are in no font.
    """
    stamp, checked, today = declarations_stamp(), newest_change(), clock.today()
    with _reading_in(language):
        pocket = read_pocket(get(network.key), language, clock.now())
        booklet, shown = booklet_of(pocket), {"shown": sorted(pocket.shown()), "places": sorted(pocket.places())}
    before = next((one for one in list_editions(network.key) if one.language == language), None)
    made = PocketEdition(
        *(network.key, language, today.isoformat(), pocket.valid_until.isoformat(), pocket.checksum),
        *(stamp, checked, today.isoformat(), _fingerprint(booklet)),
    )
    if before and before.fingerprint == made.fingerprint and not _is_old(before, today):
        made = replace(before, checked=checked, looked_on=today.isoformat())
        store.update_description(made.name, asdict(made), shown)
    else:
        made, content = _typeset(made, booklet)
        store.save(made.name, asdict(made), {made.file: content} if content else {}, shown)
    return made


def _typeset(made: PocketEdition, booklet: Booklet) -> tuple[PocketEdition, bytes]:
    try:
        content = write_booklet(booklet, clock.now())
    except MissingGlyphs as missing:
        return replace(made, missing=" ".join(missing.places)), b""
    return replace(made, size=len(content), sha256=hashlib.sha256(content).hexdigest()), content


class _Changes:
    def __init__(self) -> None:
        self._newest = newest_change()
        self._places: Callable[[Network], set[Place]] = cache(_places_now)

    def touched(self, one: PocketEdition) -> bool:
        """Return whether an entry that the edition shows has changed after the edition's `checked`."""
        if one.checked >= self._newest:
            return False
        query = select(Change.kind, Change.key).where(Change.public_id > one.checked).distinct()
        shown: set[EntryKey] = {(kind, key) for kind, key in _held(one, "shown")}
        return any((kind, key) in shown for kind, key in db.session.execute(query))

    def mark_compared(self, one: PocketEdition) -> PocketEdition:
        """Check whether an entry of the edition has changed. If none has, set `checked` to the newest public change and
        store the edition. Return the edition in either case."""
        if one.checked >= self._newest or self.touched(one):
            return one
        one = replace(one, checked=self._newest)
        store.update_description(one.name, asdict(one))
        return one

    def withdrew(self, one: PocketEdition, network: Network) -> bool:
        """Return whether the edition has a value that is no longer public."""
        return self.touched(one) and bool({tuple(place) for place in _held(one, "places")} - self._places(network))


def _places_now(network: Network) -> set[Place]:
    with _reading_in(i18n.DEFAULT):
        return read_pocket(get(network.key), i18n.DEFAULT, clock.now()).places()


@contextmanager
def _reading_in(language: str) -> Iterator[None]:
    """Run the block in a language, in a new request context with its own database session."""
    with current_app.app_context(), current_app.test_request_context("/"):
        g.language = language
        yield


def _is_due(one: PocketEdition | None, changes: _Changes) -> bool:
    return one is None or one.looked_on != clock.today().isoformat() or changes.touched(one)


def _is_old(one: PocketEdition, today: date) -> bool:
    # An edition from the future was made by a fast clock.
    return not today - LONGEST_KEPT < date.fromisoformat(one.made_on) <= today


def _languages() -> list[str]:
    return [code for code, language in i18n.LANGUAGES.items() if language.is_complete]


def _fingerprint(booklet: Booklet) -> str:
    # The header and the title page contain the date.
    words = {name: value for name, value in booklet.data().items() if name not in ("running", "cover")}
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def _read() -> list[PocketEdition]:
    return [PocketEdition(**about) for about in store.list_descriptions(PREFIX)]


def _held(one: PocketEdition, what: str) -> list[list[str]]:
    held: list[list[str]] = store.get_inventory(one.name).get(what, [])
    return held
