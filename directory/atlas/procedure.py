"""Which treaty's rules of procedure apply where several treaties bind both States.

Sources: UNTOC, art. 18(7); UNCAC, art. 46(7); Convention on Cybercrime, art. 27(1).
"""

from collections.abc import Set
from dataclasses import replace

from directory.atlas.coverage import TreatyVerdict, judge
from directory.atlas.facts import AtlasFacts, TreatyFacts
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason
from directory.vocabulary import ASSISTANCE, LEVELS, MEASURES

# Uses of treaties that carry a request by themselves; other usable treaties add to one of these.
CARRYING = ("basis", "conditional")
# A treaty that covers this measure is one on assistance in general.
ORDINARY = "hearing_witness"


def add_procedure_reason(
    verdict: TreatyVerdict, treaty: TreatyFacts, question: AtlasQuestion, record: AtlasFacts, in_force: Set[str]
) -> TreatyVerdict:
    """Return the verdict; if the treaty gives way to others, add a reason that says whose rules of procedure apply.

    Such a treaty gives way if another assistance treaty binds both States.
    """
    is_assistance = MEASURES[question.measure].family in ASSISTANCE
    if not treaty.gives_way or verdict.use not in CARRYING or not is_assistance:
        return verdict
    other = _other_assistance_treaty(question, record, in_force)
    code = "other_treaty_first" if other else "own_procedure"
    return replace(verdict, reasons=(*verdict.reasons, Reason(code, treaty.gives_way, treaty=other)))


def _other_assistance_treaty(question: AtlasQuestion, record: AtlasFacts, in_force: Set[str]) -> str:
    """Return the key of a treaty in force whose rules of procedure go first, or an empty string."""
    ordinary = replace(question, measure=ORDINARY)
    bound = dict.fromkeys(in_force, True)
    for treaty in sorted((record.treaties[key] for key in in_force), key=_nearness):
        if not treaty.gives_way and judge(treaty, ordinary, bound, record).use in CARRYING:
            return treaty.key
    return ""


def _nearness(treaty: TreatyFacts) -> tuple[int, str]:
    return -LEVELS.position(treaty.level), treaty.key
