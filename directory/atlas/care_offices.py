"""The offices that carry out the steps of the way home of a victim."""

from collections.abc import Iterable

from directory.atlas.answer_data import AnswerData
from directory.atlas.institutions import Institution
from directory.atlas.question import AtlasQuestion
from directory.vocabulary import CARE_STEPS, CareStep

# The page of a State shows its offices beyond this number.
MOST_OFFICES = 4


def state_of(step: CareStep, question: AtlasQuestion) -> str:
    """Return the State that carries out a step."""
    return str(getattr(question, step.side))


def offices_of(step: CareStep, institutions: Iterable[Institution]) -> list[Institution]:
    """Return at most MOST_OFFICES authorities that carry out a step. The authority whose function is closest to the
    step comes first."""

    def closeness(one: Institution) -> int:
        places = [place for place, function in enumerate(step.functions) if function in one.functions]
        return places[0] if places else len(step.functions) + (one.kind not in step.kinds)

    found = sorted(institutions, key=lambda one: (closeness(one), one.link.key))
    return [one for one in found if closeness(one) <= len(step.functions)][:MOST_OFFICES]


def receiving_offices(question: AtlasQuestion, data: AnswerData) -> list[Institution]:
    """Return the authorities of the requested State that carry out any step of the way home, each once, in the order of
    the steps."""
    own = data.institutions.get(question.requested, ())
    steps = [step for step in CARE_STEPS.values() if state_of(step, question) == question.requested]
    return list({one.link.key: one for step in steps for one in offices_of(step, own)}.values())
