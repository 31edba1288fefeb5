"""The treaties on which a joint investigation of several States can rest, and the offices to ask in each State.

The answer is never empty. Source: UNTOC, art. 19.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from directory.access.viewer import Viewer
from directory.atlas.advice import next_ways
from directory.atlas.answer_data import AnswerData
from directory.atlas.basis_ranking import rank_bases
from directory.atlas.channels import has_no_relations
from directory.atlas.coverage import CARRYING
from directory.atlas.desk import desk_to_consult
from directory.atlas.institutions import ADDRESS, ALSO, Addressee, addressees, has_function
from directory.atlas.joint_question import MEASURE
from directory.atlas.legal_basis import LegalBasis, designating, roles_of
from directory.atlas.question import AtlasQuestion
from directory.atlas.sections import ROUTES
from directory.atlas.sheet_statements import SheetStatement, applicable
from directory.focal_points.availability import DeskAvailability
from directory.vocabulary import JOINT_POINTS, MEASURES, JointPoint

# Topics of a State's general sheet whose rules apply to the State's part in a team too.
GENERAL = ("signatory", "foreign_officials")
CASE_BY_CASE = "case_by_case"


@dataclass(frozen=True)
class StatePair:
    """Two States of the question, with the treaties that are usable between them but not among all States."""

    states: tuple[str, str]
    bases: tuple[LegalBasis, ...]


@dataclass(frozen=True)
class JointParticipant:
    """What the answer says on one State of a joint investigation."""

    state: str
    # The authorities that may sign the agreement, the one to ask first before the others.
    signing: tuple[Addressee, ...]
    # Statements on joint investigations, signatories and foreign officials.
    approvals: tuple[SheetStatement, ...]
    # Statements on assistance without a treaty.
    routes: tuple[SheetStatement, ...]
    desk: DeskAvailability | None
    next_ways: tuple[str, ...]

    @property
    def is_named(self) -> bool:
        """Whether an authority of `signing` is named for joint investigations, not only for assistance in general."""
        return any(map(is_named, self.signing))


@dataclass(frozen=True)
class JointAnswer:
    """The answer on a joint investigation for all its States. `parts` are in the order of the question's States."""

    question: AtlasQuestion
    # The treaties usable among all States, in the order of use, then the treaties that are not usable.
    bases: tuple[LegalBasis, ...]
    # The pairs of States between which further treaties are usable.
    pairs: tuple[StatePair, ...]
    parts: tuple[JointParticipant, ...]

    @property
    def usable(self) -> list[LegalBasis]:
        """The treaties on which all States can rest a joint investigation, in the order of use."""
        return [basis for basis in self.bases if basis.is_usable]

    @property
    def outcome(self) -> str:
        """A code of JOINT_OUTCOMES, which says how well the usable treaties support a joint investigation."""
        if any(basis.use == "basis" for basis in self.usable):
            return "basis"
        if any(why.condition == CASE_BY_CASE for basis in self.usable for why in basis.reasons):
            return CASE_BY_CASE
        return "conditional" if self.usable else "none"

    @property
    def ways(self) -> list[str]:
        """The possible next steps as codes of JOINT_WAYS, in the order in which to try them."""
        is_open = {
            "ask": True,
            "some": self.outcome != "basis" and any(one.use in CARRYING for pair in self.pairs for one in pair.bases),
            "reciprocity": self.outcome == "none",
            "parallel": True,
        }
        return [code for code, holds in is_open.items() if holds]

    @property
    def points(self) -> list[JointPoint]:
        """The points that the agreement has to settle for this offence."""
        kind = self.question.offence.kind
        return [one for one in JOINT_POINTS.values() if not one.offences or kind in one.offences]


def is_named(one: Addressee) -> bool:
    """Return whether an authority is named for joint investigations, and not only for assistance in general."""
    return has_function(one.institution, MEASURES[MEASURE].functions[0])


def joint_answer(question: AtlasQuestion, data: AnswerData, viewer: Viewer, language: str) -> JointAnswer:
    """Return the answer to a question, from the data on all its States."""
    bases = rank_bases(question, data.record)
    usable = [basis.treaty for basis in bases if basis.is_usable]
    return JointAnswer(
        question,
        tuple(bases),
        tuple(_pairs(question, usable, data)),
        tuple(_part(question, state, bases, data, viewer, language) for state in question.states),
    )


def _pairs(question: AtlasQuestion, common: Collection[str], data: AnswerData) -> list[StatePair]:
    if not question.others:
        return []
    found = []
    for one, other in combinations(question.states, 2):
        asked = replace(question, requesting=one, requested=other, others=())
        own = [basis for basis in rank_bases(asked, data.record) if basis.is_usable and basis.treaty not in common]
        if own:
            found.append(StatePair((one, other), tuple(own)))
    return found


def _part(
    question: AtlasQuestion,
    state: str,
    bases: Sequence[LegalBasis],
    data: AnswerData,
    viewer: Viewer,
    language: str,
) -> JointParticipant:
    roles = roles_of(bases)
    usable, leading = roles.usable, roles.leading
    first, *rest = (one for one in question.states if one != state)
    asked = replace(question, requesting=first, requested=state, others=tuple(rest))
    institutions = data.institutions.get(state, ())
    said = applicable(data.said_by(state, question), usable, MEASURE)
    routes = [one for one in said if one.topic in ROUTES]
    addressed = addressees(asked, institutions, leading, designating(asked, roles, data.record))
    desk = desk_to_consult(asked, data.record, viewer, language)
    return JointParticipant(
        state,
        tuple(one for one in addressed if one.part in (ADDRESS, ALSO)),
        tuple(one for one in said if one not in routes and (one.measures or one.topic in GENERAL)),
        tuple(routes),
        desk,
        tuple(
            next_ways(usable, routes, institutions, addressed, desk, is_severed=has_no_relations(asked, data.record))
        ),
    )
