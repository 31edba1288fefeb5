"""The data from which the atlas makes its answers, read once for several States."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import select

from directory.access.facts import Link
from directory.access.gate import read_all
from directory.access.viewer import Viewer
from directory.atlas import queries
from directory.atlas.facts import AtlasFacts
from directory.atlas.institutions import Institution, institutions_of
from directory.atlas.question import AtlasQuestion
from directory.atlas.sheet_statements import SheetStatement, statements_by_state, statements_by_treaty
from directory.atlas.territories import with_territories
from directory.cache.store import cached_many
from directory.extensions import db
from directory.models import Treaty
from directory.requirements.floor import FloorRule, by_topic, rules_by_treaty
from directory.treaties.citations import CITED
from directory.treaties.links import short_link
from directory.treaties.territories import TerritoryLine, territory_lines

Value = TypeVar("Value")


@dataclass(frozen=True)
class AnswerData:
    """The facts that a viewer may read on some States and on their treaties, in one language."""

    viewer: Viewer
    language: str
    # The facts that decide which treaty applies.
    record: AtlasFacts
    # Maps a treaty to its short title: the treaties of the States, and the treaties that vocabularies cite.
    titles: Mapping[str, Link]
    # Statements of requirement sheets, by State.
    by_state: Mapping[str, Sequence[SheetStatement]]
    # Authorities, by State.
    institutions: Mapping[str, Sequence[Institution]]
    territories: Sequence[TerritoryLine] = ()
    _terms: dict[str, Sequence[SheetStatement]] = field(default_factory=dict)
    # Maps a treaty to its rules for all measures. The answers for several measures of a draft share these rules.
    _floors: dict[str, Sequence[FloorRule]] = field(default_factory=dict)

    def said_by(self, state: str, question: AtlasQuestion) -> list[SheetStatement]:
        """Return the statements of a State's requirement sheets that are valid on the day of the question.

        A statement must be valid towards at least one other State of the question.
        """
        others = [one for one in question.states if one != state]
        said = self.by_state.get(state, ())
        return [one for one in said if any(one.holds(other, question.on) for other in others)]

    def territories_of(self, treaty: str, question: AtlasQuestion) -> list[TerritoryLine]:
        """Return the statements on the territories in which a treaty applies, for the States and the day of a
        question."""
        return [
            one
            for one in self.territories
            if one.treaty.key == treaty and one.is_for(question.states) and one.holds(question.on)
        ]

    def terms_of(self, treaties: Sequence[str]) -> list[SheetStatement]:
        """Return the statements that the treaties themselves make, in the order of `treaties`."""
        missing = [treaty for treaty in treaties if treaty not in self._terms]
        places = [("terms", treaty, self.viewer.access_profile, self.language) for treaty in missing]
        found = cached_many(places, lambda new: self._read_terms([place[1] for place in new]), is_page=True)
        self._terms.update(zip(missing, found, strict=True))
        return [said for treaty in treaties for said in self._terms[treaty]]

    def floor(self, treaties: Collection[str], measure: str) -> list[FloorRule]:
        """Return the rules of treaties for a measure. Each rule answers fields of a requirement sheet; the rules are
        sorted by the first of these fields."""
        missing = [treaty for treaty in treaties if treaty not in self._floors]
        places = [("floor", treaty, self.viewer.access_profile, self.language) for treaty in missing]
        found = cached_many(places, lambda new: self._read_floors([place[1] for place in new]), is_page=True)
        self._floors.update(zip(missing, found, strict=True))
        own = (rule for treaty in sorted(treaties) for rule in self._floors[treaty])
        return by_topic(rule for rule in own if rule.is_about(measure))

    def _read_terms(self, treaties: list[str]) -> Iterator[list[SheetStatement]]:
        found = statements_by_treaty(self.viewer, treaties, self.language)
        return (found.get(treaty, []) for treaty in treaties)

    def _read_floors(self, treaties: list[str]) -> Iterator[Sequence[FloorRule]]:
        found = rules_by_treaty(self.viewer, treaties, self.language)
        return (found.get(treaty, ()) for treaty in treaties)


def load_answer_data(viewer: Viewer, states: Collection[str], language: str) -> AnswerData:
    """Return the data on `states`, as far as the viewer may read them. The number of SQL statements does not grow with
    the number of States, except for restricted details (see `read_all`)."""
    codes = tuple(sorted(states))
    territories = territory_lines(viewer, language, states=codes, territories=codes)
    record = with_territories(queries.load(viewer, states), territories, states)
    entries = db.session.scalars(select(Treaty).where(Treaty.key.in_({*record.treaties, *CITED.values()})))
    return AnswerData(
        viewer,
        language,
        record=record,
        titles={reading.key: short_link(reading, language) for reading in read_all(viewer, entries)},
        by_state=_by_state("statements", statements_by_state, viewer, codes, language),
        institutions=_by_state("institutions", institutions_of, viewer, codes, language),
        territories=territories,
    )


def _by_state(
    kind: str,
    read: Callable[[Viewer, Collection[str], str], Mapping[str, Sequence[Value]]],
    viewer: Viewer,
    states: Sequence[str],
    language: str,
) -> dict[str, Sequence[Value]]:
    """Return a mapping from each State to what `read` returns for it. Each result is cached by State, access profile
    and language."""

    def make(places: list[tuple[str, str, str, str]]) -> Iterator[Sequence[Value]]:
        found = read(viewer, [place[1] for place in places], language)
        return (found.get(place[1], ()) for place in places)

    places = [(kind, state, viewer.access_profile, language) for state in states]
    return dict(zip(states, cached_many(places, make, is_page=True), strict=True))
