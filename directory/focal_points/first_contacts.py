"""The number or address to try first at desks and authorities. Every page that names a line to call uses this
module."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from directory.access.facts import LabelledCode, Link, Text, fact, labelled_code
from directory.access.gate import read_values, related
from directory.access.policy import is_public, may_read
from directory.access.viewer import ANONYMOUS, Viewer
from directory.cache.store import cached_many
from directory.focal_points import queries
from directory.focal_points.contacts import PHONE, Contact, ContactLine, ContactReading, first_to_call, read_contacts
from directory.models import Authority, ContactDetail, FocalPoint
from directory.models.details import EntryKey, Place
from directory.vocabulary import Audience


@dataclass(frozen=True)
class FirstContact:
    """The number or address to try first. `is_own` is true for a line of a desk, false for a line of an authority.

    - `zone`: the IANA time zone of the authority, or empty
    - `languages`: the languages of the contact or, if the contact names none, the languages that the authority speaks
    - `mark`: a warning label of the authority, such as "demonstration"
    - `public`: the contact that a visitor is to try first. None if it is this contact, or if there is none
    """

    contact: ContactLine
    is_own: bool
    zone: str = ""
    languages: tuple[Text, ...] = ()
    mark: LabelledCode | None = None
    public: "FirstContact | None" = None

    @property
    def works_from_abroad(self) -> bool:
        """Whether the contact is a mail address, or a number that phones in other countries can dial."""
        return not self.contact.is_domestic

    @property
    def rings_from_abroad(self) -> bool:
        """Whether the contact is a number that phones in other countries can dial."""
        return self.works_from_abroad and self.contact.means == PHONE


FirstContacts = Mapping[EntryKey, FirstContact]


@dataclass(frozen=True)
class FirstChoice:
    """The contact to try first. A page can leave it out without a disclosure: only `read` notes a restricted contact as
    disclosed. `key` is the key of the contact detail. `public` has the meaning of `FirstContact.public`."""

    key: str
    works_from_abroad: bool
    rings_from_abroad: bool
    read: Callable[[], FirstContact]
    public: "FirstChoice | None" = None

    @property
    def each(self) -> "tuple[FirstChoice, ...]":
        """This contact alone, then the public contact alone if there is one."""
        alone = replace(self, read=lambda: replace(self.read(), public=None), public=None)
        return (alone, self.public) if self.public else (alone,)


FirstChoices = Mapping[EntryKey, FirstChoice]


@dataclass(frozen=True)
class OfficeCall:
    """The contact to try first at a desk or authority. `label` says why people call this office: it names a step of a
    fallback chain or a function of the office, or is empty."""

    label: str
    link: Link
    first: FirstContact


@dataclass(frozen=True)
class OfficeChoice:
    """An office to call, with the contact to try first (`FirstChoice`). `label` has the meaning of
    `OfficeCall.label`."""

    label: str
    link: Link
    first: FirstChoice

    @property
    def place(self) -> tuple[bool, bool]:
        """The sort key: numbers that phones in other countries can dial come first, then mail addresses."""
        return not self.first.works_from_abroad, not self.first.rings_from_abroad

    def read(self) -> OfficeCall:
        """Return the office with its contact. A restricted contact is noted as disclosed."""
        return OfficeCall(self.label, self.link, self.first.read())


def list_first_contacts(
    viewer: Viewer, keys: Collection[EntryKey], language: str, loaded: Iterable[FocalPoint | Authority] = ()
) -> FirstContacts:
    """Return a mapping from (kind, key) of desks and authorities to the contact to try first.

    Entries without a usable contact are left out. Each restricted contact that is returned is noted as disclosed."""
    return {key: one.read() for key, one in list_first_choices(viewer, keys, language, loaded).items()}


def list_first_choices(
    viewer: Viewer, keys: Collection[EntryKey], language: str, loaded: Iterable[FocalPoint | Authority] = ()
) -> FirstChoices:
    """Return the mapping of `list_first_contacts` with a FirstChoice for each contact. No disclosure is noted."""
    cache_keys = [("first contact", *key, language) for key in dict.fromkeys(keys)]
    public = cached_many(cache_keys, lambda missing: _read_public(missing, loaded))
    found = {(kind, key): one for (_, kind, key, _), one in zip(cache_keys, public, strict=True)}
    restricted = [key for key, one in found.items() if one.may_differ_for(viewer)]
    firsts = {key: _as_choice(one.first) for key, one in found.items() if one.first is not None}
    own = _choose_for(viewer, _entries(restricted, loaded), language) if restricted else {}
    return firsts | {key: _beside(one, firsts.get(key)) for key, one in own.items()}


def _beside(own: FirstChoice, public: FirstChoice | None) -> FirstChoice:
    """Return the viewer's own choice with the choice of a visitor, unless both are the same contact."""
    if public is None or public.key == own.key:
        return own
    return replace(own, public=public, read=lambda: replace(own.read(), public=public.read()))


def _as_choice(first: FirstContact) -> FirstChoice:
    return FirstChoice(first.contact.key, first.works_from_abroad, first.rings_from_abroad, lambda: first)


def prefetch_first_contacts(
    keys: Collection[EntryKey], language: str, loaded: Iterable[FocalPoint | Authority] = ()
) -> None:
    """Read the public contacts of all these entries together, so that later calls take them from the cache."""
    list_first_contacts(ANONYMOUS, keys, language, loaded)


def first_contact(viewer: Viewer, key: EntryKey, language: str) -> FirstContact | None:
    """Return the contact to try first at one desk or authority, or None if no contact can be used. A restricted contact
    is noted as disclosed."""
    return list_first_contacts(viewer, [key], language).get(key)


def first_reached(viewer: Viewer, keys: Collection[EntryKey], language: str) -> EntryKey | None:
    """Return the key of the first entry whose contact works from other countries. If there is none, return the key of
    the first entry that has a usable contact, or None. No disclosure is noted."""
    choices = list_first_choices(viewer, keys, language)
    reached = [(key, choices[key]) for key in keys if key in choices]
    return min(reached, key=lambda one: not one[1].works_from_abroad)[0] if reached else None


@dataclass(frozen=True)
class _Public:
    """The public contact of a desk or authority. `restricted` has the audience and place of each restricted contact of
    the authority."""

    first: FirstContact | None
    restricted: frozenset[tuple[Audience, Place]]

    def may_differ_for(self, viewer: Viewer) -> bool:
        """Return whether the viewer may read a restricted contact of the authority. If not, restricted contacts are not
        loaded, so that the time to make a page does not reveal that they exist."""
        return any(_reads_in(viewer, audience, place) for audience, place in self.restricted)


def _reads_in(viewer: Viewer, audience: Audience, place: Place) -> bool:
    return may_read(viewer, audience, lambda: place)


def _read_public(
    cache_keys: Sequence[tuple[str, str, str, str]], loaded: Iterable[FocalPoint | Authority]
) -> list[_Public]:
    entries = _entries([(kind, key) for _, kind, key, _ in cache_keys], loaded)
    found = {key: one.read() for key, one in _choose_for(ANONYMOUS, entries, cache_keys[0][-1]).items()}
    restricted = {
        entry.entry_key: frozenset(
            (Audience(one.audience), one.place())
            for institution in _institution(entry)
            for one in institution.contacts
            if not is_public(Audience(one.audience))
        )
        for entry in entries
    }
    return [_Public(found.get((kind, key)), restricted.get((kind, key), frozenset())) for _, kind, key, _ in cache_keys]


def _entries(keys: Collection[EntryKey], loaded: Iterable[FocalPoint | Authority]) -> list[FocalPoint | Authority]:
    known = {entry.entry_key: entry for entry in loaded}
    missing = [key for key in keys if key not in known]
    return [*(known[key] for key in keys if key in known), *queries.list_with_contacts(missing)]


def _choose_for(
    viewer: Viewer, entries: Iterable[FocalPoint | Authority], language: str
) -> dict[EntryKey, FirstChoice]:
    institutions = {entry: one for entry in entries for one in _institution(entry)}
    contacts = {one.key: one for institution in institutions.values() for one in institution.contacts}
    shown = [(contacts[one.key], one) for one in read_contacts(viewer, contacts.values())] if contacts else []
    found = {
        entry.entry_key: _first_of(viewer, entry, institution, shown, language)
        for entry, institution in institutions.items()
    }
    return {key: first for key, first in found.items() if first is not None}


def choose(own: Sequence[Contact], institution: Sequence[Contact]) -> tuple[Contact, bool] | None:
    """Return the contact to try first, and whether it is in `own`. Return None if no contact is usable. Both sequences
    are sorted as by `read_contacts`.

    A number that phones in other countries can dial goes before a mail address, and a mail address before a number that
    works only within the country. Between equals, a contact of `own` goes before a contact of `institution`.
    """
    found = [(one, is_own) for one, is_own in ((first_to_call(own), True), (first_to_call(institution), False)) if one]
    return min(found, key=lambda one: (one[0].is_domestic, one[0].means != PHONE), default=None)


def _institution(entry: FocalPoint | Authority) -> list[Authority]:
    return related(entry, FocalPoint.authority) if isinstance(entry, FocalPoint) else [entry]


def _first_of(
    viewer: Viewer,
    entry: FocalPoint | Authority,
    institution: Authority,
    shown: Iterable[tuple[ContactDetail, ContactReading]],
    language: str,
) -> FirstChoice | None:
    known = [(contact.network_key, one) for contact, one in shown if contact.authority_key == institution.key]
    first, second = [one for _, one in known], list[ContactReading]()
    if isinstance(entry, FocalPoint):
        first = [one for network, one in known if network == entry.network_key]
        second = [one for network, one in known if network is None]
    chosen = choose(first, second)
    if chosen is None:
        return None
    contact, is_own = chosen[0], any(network is not None for network, one in known if one is chosen[0])
    works = not contact.is_domestic
    return FirstChoice(
        contact.key,
        works,
        works and contact.means == PHONE,
        lambda: _read(viewer, contact, institution, language, is_own=is_own),
    )


def _read(
    viewer: Viewer, contact: ContactReading, institution: Authority, language: str, *, is_own: bool
) -> FirstContact:
    line = contact.line(language, with_person=False)
    [reading] = read_values(viewer, [institution])
    spoken = fact(reading, "languages_spoken", language)
    languages = line.languages or (spoken.texts if spoken else ())
    return FirstContact(line, is_own, _zone(viewer, institution), languages, labelled_code(reading, "mark"))


def _zone(viewer: Viewer, institution: Authority) -> str:
    states = read_values(viewer, related(institution, Authority.jurisdiction))
    return next((zone for state in states for zone in state.value("time_zones", ())), "")
