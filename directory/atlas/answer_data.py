"""The data of answers, read once for some States: treaties, sheets, authorities and titles."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from directory.access.facts import Link
from directory.access.gate import read_all
from directory.access.viewer import Viewer
from directory.atlas import queries
from directory.atlas.facts import AtlasFacts
from directory.atlas.institutions import Institution, institutions_of
from directory.atlas.sheet_statements import SheetStatement, statements_by_state, statements_by_treaty
from directory.extensions import db
from directory.models import Treaty
from directory.requirements.floor import Floor
from directory.treaties.citations import CITED
from directory.treaties.links import short_link


@dataclass(frozen=True)
class AnswerData:
    """What a viewer may read on some States and on the treaties that they take part in, in one language.

    `titles` are the short titles of these treaties and of the treaties that vocabularies cite; `floor` is what these
    treaties ask of every party.
    """

    record: AtlasFacts
    titles: Mapping[str, Link]
    by_state: Mapping[str, Sequence[SheetStatement]]
    by_treaty: Mapping[str, Sequence[SheetStatement]]
    floor: Floor
    institutions: Mapping[str, Sequence[Institution]]

    def terms_of(self, treaties: Sequence[str]) -> list[SheetStatement]:
        """Return the statements that some treaties themselves make, in the given order of treaties."""
        return [said for treaty in treaties for said in self.by_treaty.get(treaty, ())]


def load_answer_data(viewer: Viewer, states: Collection[str], language: str) -> AnswerData:
    """Return what the viewer may read on some States. The number of SQL statements does not grow with the States."""
    record = queries.load(viewer, states)
    entries = db.session.scalars(select(Treaty).where(Treaty.key.in_({*record.treaties, *CITED.values()})))
    return AnswerData(
        record=record,
        titles={reading.key: short_link(reading, language) for reading in read_all(viewer, entries)},
        by_state=statements_by_state(viewer, states, language),
        by_treaty=statements_by_treaty(viewer, set(record.treaties), language),
        floor=Floor(viewer, set(record.treaties), language),
        institutions=institutions_of(viewer, states, language),
    )
