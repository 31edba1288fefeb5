"""Gaps, and the known facts about one State. The rules find the gaps from these facts."""

from collections.abc import Mapping
from dataclasses import dataclass

from directory.atlas.institutions import Institution
from directory.models.details import EntryKey


@dataclass(frozen=True)
class OfficeFacts:
    """One authority that has not ended."""

    institution: Institution
    # Whether the authority has a phone number, mail address or postal address that works (not DEAD) and that the viewer
    # may read.
    has_line: bool

    @property
    def key(self) -> str:
        """The key of the authority."""
        return self.institution.link.key


@dataclass(frozen=True)
class DeskFacts:
    """One desk that has not ended, in the viewer's scope. `authority` is the key of the desk's authority."""

    key: str
    authority: str
    network: str
    is_round_the_clock: bool


@dataclass(frozen=True)
class EntryFacts:
    """The verification of one entry and its parts. Only details that the viewer may read and confirm are counted."""

    entry: EntryKey
    # The key of the office that keeps the entry. Empty for a requirement sheet.
    authority: str
    # Empty unless the entry is a desk.
    network: str
    # Empty unless the entry is a sheet.
    measure: str
    # The number of overdue or dead details.
    overdue: int
    # The number of details that were never verified.
    unverified: int


@dataclass(frozen=True)
class ChangeFacts:
    """A change of a source page that nobody has settled yet. A row of the kind `kind` rests on this page."""

    # Whether the page is gone or no longer answers.
    is_gone: bool
    kind: str
    # The authority, desk or sheet of the State that contains the row.
    entry: EntryKey | None
    # The key of the office that keeps `entry`, or empty.
    authority: str


@dataclass(frozen=True)
class StateFacts:
    """The facts that a viewer knows of one State.

    `offices` and `desks` begin with those for the measures that people ask for most (FREQUENT_MEASURES). `entries`
    contains first the authorities, then the desks, then the sheets. Within each kind, those for these measures come
    first.
    """

    offices: tuple[OfficeFacts, ...]
    desks: tuple[DeskFacts, ...]
    # From measure to the keys of the authorities that receive requests for it, the closest first.
    receivers: Mapping[str, tuple[str, ...]]
    # The keys of the networks in which the State should have a desk.
    networks: tuple[str, ...]
    # From measure to the key of its requirement sheet. The general sheet is under the empty measure.
    sheets: Mapping[str, str]
    # From frequent measure to the requesting States for which no request language is stated.
    unstated: Mapping[str, tuple[str, ...]]
    entries: tuple[EntryFacts, ...]
    changes: tuple[ChangeFacts, ...]


@dataclass(frozen=True)
class Gap:
    """One gap. `code` is a code of GAPS. A field that does not apply to this kind of gap is empty, None or 0."""

    code: str
    measure: str = ""
    network: str = ""
    # Requesting States for which no request language is stated.
    states: tuple[str, ...] = ()
    entry: EntryKey | None = None
    # The kind of the row that rests on a changed source page.
    kind: str = ""
    # The number of overdue or unverified details.
    details: int = 0
    # The key of the office that can be asked for the missing facts.
    authority: str = ""
