"""Questions with the right answers, written from the treaties by two lawyers who did not build the rules.

`treaty_questions.csv` has one line for each, with its reason, its articles and where they were read. A cell says what
the answer must hold: a treaty or a verdict that is not named is not judged; `a|b` means that either is right.
`arrest` is what provisional arrest costs: the term after which release is possible, a stroke, the term after which it
is due.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from directory.atlas.answer import AtlasAnswer
from directory.atlas.question import AtlasQuestion, Offence
from directory.vocabulary import USABLE

FILE = Path(__file__).with_suffix(".csv")
NONE = "none"
# Stands for the requested State among those who ask for contents.
STATE = "state"
CARRYING = ("basis", "conditional")
NOT_KNOWN = ("contents_not_read", "contents_not_told")
# Uses of a treaty by which it does not carry the request, that say the same to a reader.
SAME = {"not_yet": {"not_yet", "not_party", "signed"}}


@dataclass(frozen=True)
class TreatyQuestion:
    """One line: the question, and the cells that say what is right."""

    number: str
    asked: AtlasQuestion
    cells: dict[str, str]

    def __str__(self) -> str:
        asked = self.asked
        return f"{self.number} {asked.requesting}>{asked.requested} {asked.measure} {asked.offence.kind} {asked.on}"

    def faults(self, found: AtlasAnswer) -> Iterator[str]:
        """Yield what the answer has wrong, in words."""
        uses = {basis.treaty: basis.use for basis in found.bases}
        yield from self._leading(found)
        for key in _list(";".join((self.cells["basis"], self.cells["also"]))):
            if uses.get(key) not in USABLE:
                yield f"{key} must be usable, is {uses.get(key)}"
        for key in _list(self.cells["never"]):
            if uses.get(key) in USABLE:
                yield f"{key} must not be usable, is {uses[key]}"
        for key, allowed in _pairs(self.cells["uses"]):
            if uses.get(key, "not_party") not in allowed:
                yield f"{key} must be {'|'.join(sorted(allowed))}, is {uses.get(key)}"
        yield from self._contents(found)
        yield from self._arrest(found)
        listed = {item.treaty or STATE for item in found.content if not item.phase}
        for key in listed & set(_list(self.cells["no_contents"])):
            yield f"no contents of {key} are due"
        lawful = {verdict.channel: verdict.lawful for verdict in found.channels}
        for channel, allowed in _pairs(self.cells["channels"]):
            if lawful[channel] not in allowed:
                yield f"{channel} must be {'|'.join(sorted(allowed))}, is {lawful[channel]}"

    def _arrest(self, found: AtlasAnswer) -> Iterator[str]:
        terms = (found.arrest.possible, found.arrest.due) if found.arrest and found.arrest.first else ()
        lasts = "/".join(term.code if term else "" for term in terms) or NONE
        if self.cells["arrest"] not in ("", lasts):
            yield f"provisional arrest must last {self.cells['arrest']}, lasts {lasts}"

    def _leading(self, found: AtlasAnswer) -> Iterator[str]:
        wanted = set(filter(None, self.cells["leading"].split("|")))
        if not wanted:
            return
        leading = [basis for basis in found.bases if basis.is_leading]
        firm = [basis.treaty for basis in leading if basis.use in CARRYING] or [NONE]
        if NONE in wanted and all(basis.use != "basis" for basis in leading):
            return
        if firm[0] not in wanted:
            yield f"{'|'.join(sorted(wanted))} must lead, {firm[0]} does"
        elif unnamed := wanted & set(_list(self.cells["basis"])) - {basis.treaty for basis in found.usable}:
            yield f"{', '.join(sorted(unnamed))} must be named as well"

    def _contents(self, found: AtlasAnswer) -> Iterator[str]:
        governing = self.cells["governs_content"]
        told = {item.treaty for item in found.content}
        told |= {warning.treaty for warning in found.warnings if warning.code in NOT_KNOWN}
        leading = {basis.treaty for basis in found.bases if basis.is_leading}
        if governing and not (governing in leading and told & leading):
            yield f"the contents of {governing} must govern, or must be told as not read"


def read_questions() -> list[TreatyQuestion]:
    """Return all questions, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [TreatyQuestion(row["number"], _asked(row), row) for row in csv.DictReader(lines)]


def _asked(row: dict[str, str]) -> AtlasQuestion:
    offence = Offence(
        row["offence"] or "other",
        max_penalty_years=int(row["penalty"]) if row["penalty"] else None,
        is_transnational=_flag(row["transnational"]),
        is_organized=_flag(row["organized"]),
    )
    day = date.fromisoformat(row["on"])
    return AtlasQuestion(row["from"], row["to"], row["measure"], offence, row["stage"], row["urgent"] == "1", day)


def _flag(text: str) -> bool | None:
    return None if not text else text == "1"


def _list(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(";") if one.strip()]


def _pairs(cell: str) -> Iterator[tuple[str, set[str]]]:
    for pair in _list(cell):
        name, _, allowed = pair.partition("=")
        yield name, {same for one in allowed.split("|") for same in SAME.get(one, {one})}
