"""How long provisional arrest may last before the request for extradition arrives.

A treaty sets the day on which the person must be released, and sometimes an earlier day from which the person may be
released. A declaration or law of the requested State can bring these days forward, but cannot delay them.

Source: ETS 24, art. 16(4); Vienna Convention on the Law of Treaties, arts 26 and 27.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directory.atlas.question import AtlasQuestion
from directory.atlas.sheet_statements import SheetStatement
from directory.vocabulary import RELEASE_TERMS

EXTRADITION = "extradition"


@dataclass(frozen=True)
class ArrestTerm:
    """One time limit after provisional arrest: a code of RELEASE_TERMS, and the statement that sets the limit."""

    code: str
    said: SheetStatement

    @property
    def fewest_days(self) -> int:
        """The length of the term in days. A month counts as the shortest month."""
        return RELEASE_TERMS[self.code].fewest_days


@dataclass(frozen=True)
class ArrestTerms:
    """The time limits after provisional arrest: when release is possible, and when release is due. A limit that is not
    known is None."""

    # The term after which the person may be released.
    possible: ArrestTerm | None
    # The term after which the person must be released.
    due: ArrestTerm | None
    # Other terms after which the person must be released. They do not apply: `due` is shorter, or a State cannot
    # lengthen the term of a treaty.
    outdone: tuple[ArrestTerm, ...] = ()

    @property
    def first(self) -> ArrestTerm | None:
        """The earlier of the known terms. A request that arrives within this term is in time."""
        return self.possible or self.due


def arrest_terms(question: AtlasQuestion, said: Iterable[SheetStatement]) -> ArrestTerms | None:
    """Return the time limits after provisional arrest that statements on the request set. If the request is not for
    extradition, return None.

    Of several statements on the same limit, the shortest applies. If release is due before it becomes possible, or at
    the same time, the limit after which release is possible is left out. Statements that need an agreement of both
    States are ignored.
    """
    if question.measure != EXTRADITION:
        return None
    counted = [one for one in said if not one.if_agreed]
    dues = _by_length(ArrestTerm(one.release_due, one) for one in counted if one.release_due)
    possibles = _by_length(ArrestTerm(one.release_possible, one) for one in counted if one.release_possible)
    due, possible = next(iter(dues), None), next(iter(possibles), None)
    if due and possible and due.fewest_days <= possible.fewest_days:
        possible = None
    return ArrestTerms(possible, due, tuple(one for one in dues if due and one.code != due.code))


def _by_length(terms: Iterable[ArrestTerm]) -> Sequence[ArrestTerm]:
    return sorted(terms, key=lambda one: one.fewest_days)
