"""A gap, and what the directory knows of one State: the facts from which the rules find gaps."""

from collections.abc import Mapping
from dataclasses import dataclass

from directory.atlas.institutions import Institution
from directory.models.details import EntryKey


@dataclass(frozen=True)
class OfficeFacts:
    """One authority that has not ended. `has_line` is true if the viewer may read a phone, mail address or postal
    address of the authority that is not known to be dead."""

    institution: Institution
    has_line: bool

    @property
    def key(self) -> str:
        """The key of the authority."""
        return self.institution.link.key


@dataclass(frozen=True)
class DeskFacts:
    """One desk that has not ended, in the viewer's scope. `authority` is the key of its authority."""

    key: str
    authority: str
    network: str
    is_round_the_clock: bool


@dataclass(frozen=True)
class EntryFacts:
    """Two numbers of details of an entry and its parts: details that are overdue or dead (`overdue`), and details that
    were never verified (`unverified`).

    Only details that the viewer may read and confirm count. `authority` is the key of the office that keeps the entry,
    empty for a requirement sheet. `network` is set for a desk, and `measure` for the sheet of a measure.
    """

    entry: EntryKey
    authority: str
    network: str
    measure: str
    overdue: int
    unverified: int


@dataclass(frozen=True)
class ChangeFacts:
    """One open change of a source page on which a row rests. `is_gone` is true if the page is gone or no longer
    answers.

    `kind` is the kind of the row. `entry` is the authority, desk or sheet of the State to which the row belongs, or
    None for other rows. `authority` is the key of the office that keeps this entry, or empty.
    """

    is_gone: bool
    kind: str
    entry: EntryKey | None
    authority: str


@dataclass(frozen=True)
class StateFacts:
    """What a viewer knows of one State.

    `offices`, `desks` and `entries` are in the order of use: entries for frequent measures come first. `receivers` is a
    mapping from measure to the keys of the authorities that receive requests for it, the closest first. `networks` are
    the networks in which the State should have a desk. `sheets` is a mapping from measure to the key of its sheet; the
    measure of the general sheet is empty. `unstated` is a mapping from measure to the States for whose requests no
    language is stated.
    """

    offices: tuple[OfficeFacts, ...]
    desks: tuple[DeskFacts, ...]
    receivers: Mapping[str, tuple[str, ...]]
    networks: tuple[str, ...]
    sheets: Mapping[str, str]
    unstated: Mapping[str, tuple[str, ...]]
    entries: tuple[EntryFacts, ...]
    changes: tuple[ChangeFacts, ...]


@dataclass(frozen=True)
class Gap:
    """One gap. `code` is a row of GAPS; the other fields say what the gap is about, as far as they apply.

    `states` are States for whose requests no language is stated. `kind` is the kind of the row that rests on a source.
    `details` is the number of details that are overdue or unverified. `authority` is the key of the office that can be
    asked for what is missing, or empty if there is none.
    """

    code: str
    measure: str = ""
    network: str = ""
    states: tuple[str, ...] = ()
    entry: EntryKey | None = None
    kind: str = ""
    details: int = 0
    authority: str = ""
