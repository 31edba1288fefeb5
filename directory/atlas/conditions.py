"""Decides whether a question meets the conditions of a coverage row: yes, no, or not known (None)."""

from collections.abc import Callable, Mapping

from directory.atlas.question import AtlasQuestion
from directory.vocabulary import ASSISTANCE, CONDITIONS, MEASURES

FOUR_YEARS = 4  # UNTOC, art. 2(b).
DECLARED = "declared"
NO_REQUEST = "no_request"
# Marks a coverage row if it is not known whether the text of the treaty names the measure.
NOT_READ = "text_not_read"
EXTRADITION = "extradition"


def _at_least(years: int) -> Callable[[AtlasQuestion], bool | None]:
    def test(question: AtlasQuestion) -> bool | None:
        penalty = question.offence.max_penalty_years
        return None if penalty is None else penalty >= years

    return test


def _is_transnational(question: AtlasQuestion) -> bool | None:
    # A request for assistance or extradition asserts a fact that is enough (UNTOC, art. 16(1) and 18(1)).
    is_there = MEASURES[question.measure].family in ASSISTANCE or question.measure == EXTRADITION
    return True if is_there else question.offence.is_transnational


TESTS: Mapping[str, Callable[[AtlasQuestion], bool | None]] = {
    "is_transnational": _is_transnational,
    "is_organized": lambda question: question.offence.is_organized,
    "has_four_years": _at_least(FOUR_YEARS),
    "has_one_year": _at_least(1),
}


def is_met(code: str, question: AtlasQuestion) -> bool | None:
    """Return whether a question meets a condition, or None if the known facts do not decide.

    A presumed condition (`Condition.is_presumed`) counts as met as long as no known fact contradicts it.
    """
    if code == NO_REQUEST:
        return False
    condition = CONDITIONS[code]
    results = [TESTS[test](question) for test in condition.tests]
    if False in results:
        return False
    if not results or None in results:
        return True if condition.is_presumed else None
    return True


def is_presumed(code: str, question: AtlasQuestion) -> bool:
    """Return whether a condition that counts as met is only presumed to be met. Call this only if `is_met` is true."""
    condition = CONDITIONS[code]
    results = [TESTS[test](question) for test in condition.tests]
    return condition.is_presumed and (not results or None in results)
