"""Presents rounds as lines of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.access.viewer import Viewer
from directory.consultations.presenters.lines import ConsultationLine, lines_of
from directory.consultations.presenters.times import LocalTime
from directory.envelope_encryption import NotOpened
from directory.models import QuestionRound
from directory.rounds.encryption import ROUND_ENCRYPTION, SUBJECT
from directory.rounds.queries import list_members
from directory.vocabulary import MEASURES, OFFENCES


@dataclass(frozen=True)
class RoundLine:
    """One round in a list. `subject` is empty once the round was shredded. `states` are the consultations in which the
    viewer has a seat, without those that were let go."""

    id: str
    subject: str
    measure: str
    offence: str
    opened_at: LocalTime
    states: tuple[ConsultationLine, ...]

    @property
    def answered(self) -> int:
        """How many of the States have answered."""
        return sum(one.answer.done is not None for one in self.states)

    @property
    def overdue(self) -> int:
        """How many of the States are past a deadline."""
        return sum(one.is_overdue for one in self.states)

    @property
    def is_unread(self) -> bool:
        """Whether the viewer has not read an act in one of the consultations."""
        return any(one.is_unread for one in self.states)


def round_lines(viewer: Viewer, found: Sequence[QuestionRound], language: str) -> list[RoundLine]:
    """Return one line for each round, in the order of `found`. The caller checks that the viewer may read the rounds,
    and records that the viewer saw the subjects of their consultations (`note_subjects`)."""
    members = list_members(viewer, found)
    consultations = [one.consultation for own in members.values() for one in own]
    by_id = dict(zip((one.id for one in consultations), lines_of(viewer, consultations, language), strict=True))
    lines = []
    for one in found:
        own = members[one.id]
        present = tuple(by_id[member.consultation_id] for member in own if member.let_go_at is None)
        lines.append(
            RoundLine(
                one.public_id,
                subject_of(one),
                str(MEASURES.label(one.measure)),
                str(OFFENCES.label(one.offence)),
                by_id[own[0].consultation_id].opened_at,
                present,
            )
        )
    return lines


def subject_of(asked: QuestionRound) -> str:
    """Return the subject of a round, or "" once the round was shredded."""
    try:
        return ROUND_ENCRYPTION.cipher_of(asked).open(SUBJECT, asked.sealed_subject)
    except NotOpened:
        return ""
