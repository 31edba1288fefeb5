"""Gaps, and the known facts about one State. The rules find the gaps from these facts."""

from collections.abc import Mapping
from dataclasses import dataclass

from directory.atlas.institutions import Institution
from directory.models.details import EntryKey


@dataclass(frozen=True)
class OfficeFacts:
    """One authority that has not ended. `has_line` is true if the viewer may read a phone, mail address or postal
    address of the authority. A contact at which nobody answers any more (dead) does not count."""

    institution: Institution
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
    """The verification of one entry. `overdue` is the number of overdue or dead details. `unverified` is the number of
    details that were never verified.

    Details of the entry and its parts count, if the viewer may read and confirm them. `authority` is the key of the
    office that keeps the entry. It is empty for a requirement sheet. `network` is empty unless the entry is a desk.
    `measure` is empty unless the entry is a sheet.
    """

    entry: EntryKey
    authority: str
    network: str
    measure: str
    overdue: int
    unverified: int


@dataclass(frozen=True)
class ChangeFacts:
    """A change of a source page on which a row rests. Nobody has settled the change yet.

    `is_gone` is true if the page is gone or no longer answers. `kind` is the kind of the row. `entry` is the authority,
    desk or sheet that contains the row. It is None if none of the State's entries contains the row. `authority` is the
    key of the office that keeps `entry`, or empty.
    """

    is_gone: bool
    kind: str
    entry: EntryKey | None
    authority: str


@dataclass(frozen=True)
class StateFacts:
    """What a viewer knows of one State.

    `offices`, `desks` and `entries` are sorted by use: entries for frequent measures come first. `receivers` is a
    mapping from each measure to authority keys, perhaps none. These authorities receive requests for the measure, the
    closest first.

    `networks` are the keys of the networks in which the State should have a desk. `sheets` is a mapping from measure to
    the key of its requirement sheet. The general sheet is under the empty measure.

    `unstated` is a mapping from each frequent measure to requesting States, perhaps none. The directory does not state
    in which language these States should send requests.
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
    """One gap. `code` is a code of GAPS. The remaining fields say what the gap is about. A field that does not apply to
    the kind of gap is empty, None or 0.

    `states` are requesting States for which no request language is stated. If a source page has changed, `kind` is the
    kind of the row that rests on the page. `details` is the number of overdue or unverified details. `authority` is the
    key of the office that can be asked for the missing facts.
    """

    code: str
    measure: str = ""
    network: str = ""
    states: tuple[str, ...] = ()
    entry: EntryKey | None = None
    kind: str = ""
    details: int = 0
    authority: str = ""
