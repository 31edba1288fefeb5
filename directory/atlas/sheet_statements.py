"""Statements: what the requirement sheets of States, and treaties themselves, say on one field (topic) of a sheet."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.access.facts import Link, SourceNote, Text, fact, name_of, source_in, source_of, with_original
from directory.access.gate import Reading, read_all, read_values, related
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Treaty
from directory.requirements.laws import days_of, read_laws
from directory.requirements.queries import list_sheets
from directory.treaties.statement_scope import holds_on
from directory.vocabulary import MEASURES, OUTSIDE_GENERAL_SHEET, PHASES, ROUTE, TOPICS, covers


@dataclass(frozen=True)
class SheetStatement:
    """One statement of a State, or of a treaty if `state` is empty."""

    topic: str
    state: str = ""
    # The treaty on which the statement rests. The statement applies to the parties of the treaty only.
    treaty: str = ""
    # The law on which a State's statement rests. The statement is valid in [law_since, law_until).
    law: Link | None = None
    # The measures to which the statement applies. Empty means all; without a treaty, all but those of
    # OUTSIDE_GENERAL_SHEET.
    measures: tuple[str, ...] = ()
    answer: str = ""
    necessity: str = ""
    languages: tuple[str, ...] = ()
    # Set if the statement applies to urgent cases only.
    urgency: str = ""
    article: str = ""
    text: Text | None = None
    source: SourceNote | None = None
    # Whether the statement applies only if both States agree, since another treaty leads.
    if_agreed: bool = False
    # The phase of the measure to which the statement applies, or empty for the request itself.
    phase: str = ""
    # A code of RULE_CONDITIONS, or empty if the statement always applies.
    condition: str = ""
    # A code of DEPOSITARY_STATEMENTS. Such a statement changes the `article` of the treaty in [since, until).
    statement: str = ""
    # The only State towards which the change is valid. Empty means every State.
    towards: str = ""
    since: date | None = None
    until: date | None = None
    # The kind of authority that receives requests, in a treaty's statement on a channel.
    receiver: str = ""
    law_since: date | None = None
    law_until: date | None = None
    # Whether the statement applies only if its treaty binds all States, which is not known.
    if_bound: bool = False
    # Codes of RELEASE_TERMS: the time after provisional arrest from which the person may be, or must be, released.
    release_possible: str = ""
    release_due: str = ""

    @property
    def label(self) -> str:
        """The name of the field."""
        return str(TOPICS.label(self.topic))

    @property
    def is_supported(self) -> bool:
        """Whether the confidence or a valid verification supports the statement (`SourceNote`)."""
        return self.source is not None and self.source.is_supported

    def holds(self, requesting: str, on: date) -> bool:
        """Return whether the statement is valid towards a State on a day. An unknown beginning or end excludes no
        day."""
        is_law_in_force = holds_on(on, self.law_since, self.law_until)
        return self.towards in ("", requesting) and is_law_in_force and holds_on(on, self.since, self.until)

    def is_about(self, measure: str) -> bool:
        """Return whether the statement applies to a measure."""
        if self.measures:
            return covers(self.measures, measure)
        is_general = bool(self.state) and not self.treaty
        return not is_general or MEASURES[measure].family not in OUTSIDE_GENERAL_SHEET

    def breadth(self, measure: str) -> int:
        """Return 0 if the statement names the measure itself, 1 if it names the family, 2 if it names no measures.

        Call this only if the statement applies to the measure.
        """
        return 0 if measure in self.measures else 1 if self.measures else 2


def statements_by_state(viewer: Viewer, states: Collection[str], language: str) -> dict[str, list[SheetStatement]]:
    """Return a mapping from State to the statements in its requirement sheets, as far as the viewer may read them, in
    the order of the sheets.

    Rules that concern only civil matters are left out, and so are the steps on the way within a State.
    """
    sheets = list_sheets(tuple(sorted(states)))
    readings = {reading.key: reading for reading in read_values(viewer, sheets)}
    rules = [rule for sheet in sheets for rule in sheet.rules]
    pairs = list(zip(rules, read_all(viewer, rules), strict=True))
    laws = {one.key: one for one in read_laws(viewer, (reading for _, reading in pairs))}
    found: dict[str, list[SheetStatement]] = {}
    for rule, reading in pairs:
        sheet = readings[rule.sheet_key]
        state = sheet.value("jurisdiction_key", "")
        if reading.get("topic") and rule.topic != ROUTE and reading.value("matters") != "civil":
            found.setdefault(state, []).append(_of_state(state, sheet, reading, laws, language))
    return found


def statements_by_treaty(viewer: Viewer, treaties: Collection[str], language: str) -> dict[str, list[SheetStatement]]:
    """Return the statements that each treaty itself makes, as far as the viewer may read them, in the stored order."""
    query = select(Treaty).where(Treaty.key.in_(treaties)).options(selectinload(Treaty.terms)).order_by(Treaty.key)
    rows = [row for treaty in db.session.scalars(query) for row in related(treaty, Treaty.terms)]
    found: dict[str, list[SheetStatement]] = {}
    for said in _of_treaties(read_all(viewer, rows), language):
        found.setdefault(said.treaty, []).append(said)
    return found


def phase_position(phase: str) -> int:
    """Return the position of a phase in the order of display. The request itself comes first."""
    return PHASES.position(phase) + 1 if phase else 0


def applicable(
    said: Iterable[SheetStatement], usable: Collection[str], measure: str, topics: Collection[str] | None = None
) -> list[SheetStatement]:
    """Return the statements that apply to a measure: first statements under a usable treaty, in the order of use, then
    general statements. If `topics` is given, only statements on these fields are returned."""
    places = {treaty: place for place, treaty in enumerate(usable)}
    found = [
        one
        for one in said
        if (topics is None or one.topic in topics) and one.is_about(measure) and one.treaty in {"", *places}
    ]
    return sorted(found, key=lambda one: places.get(one.treaty, len(places)))


def agreed(said: Iterable[SheetStatement]) -> list[SheetStatement]:
    """Return the statements in their order, marked as valid only if both States agree."""
    return [replace(one, if_agreed=True) for one in said]


def marked(said: Iterable[SheetStatement], if_bound: Collection[str]) -> list[SheetStatement]:
    """Return the statements in their order. Statements of treaties in `if_bound` are marked as valid only if their
    treaty binds all States."""
    return [replace(one, if_bound=one.treaty in if_bound) for one in said]


def _of_state(
    state: str, sheet: Reading, reading: Reading, laws: Mapping[str, Reading], language: str
) -> SheetStatement:
    law = laws.get(reading.value("legislation_key", ""))
    since, until = days_of(law) if law else (None, None)
    text, measure = fact(reading, "text", language), sheet.value("measure", "")
    detail = reading.get("text") or reading.get("languages") or reading.get("answer")
    return SheetStatement(
        topic=reading.value("topic"),
        state=state,
        treaty=reading.value("treaty_key", ""),
        law=Link("legislation", law.key, name_of(law, language, "title")) if law else None,
        measures=reading.value("measures", ()) or ((measure,) if measure else ()),
        answer=reading.value("answer", ""),
        necessity=reading.value("necessity", ""),
        article=reading.value("article", ""),
        languages=reading.value("languages", ()),
        text=text.texts[0] if text else None,
        source=source_in(detail, language),
        phase=reading.value("phase", ""),
        condition=reading.value("condition", ""),
        statement=reading.value("statement", ""),
        towards=reading.value("towards_key", ""),
        since=reading.value("since"),
        until=reading.value("until"),
        law_since=since,
        law_until=until,
        release_possible=reading.value("release_possible", ""),
        release_due=reading.value("release_due", ""),
    )


def _of_treaties(readings: Iterable[Reading], language: str) -> Iterator[SheetStatement]:
    for reading in readings:
        text = fact(reading, "text", language)
        if reading.get("topic"):
            yield SheetStatement(
                topic=reading.value("topic"),
                treaty=reading.value("treaty_key", ""),
                measures=reading.value("measures", ()),
                answer=reading.value("answer", ""),
                languages=reading.value("languages", ()),
                urgency=reading.value("urgency", ""),
                article=reading.value("article", ""),
                text=text.texts[0] if text else None,
                source=with_original(source_of(reading, "topic", language), text),
                phase=reading.value("phase", ""),
                receiver=reading.value("receiver", ""),
            )
