"""Whether an offence meets the conditions of a coverage row: yes, no, or not known (None)."""

from collections.abc import Callable, Mapping

from directory.atlas.question import Offence
from directory.vocabulary import CONDITIONS

FOUR_YEARS = 4  # UNTOC, art. 2(b).
DECLARED = "declared"
NO_REQUEST = "no_request"


def _at_least(years: int) -> Callable[[Offence], bool | None]:
    return lambda offence: None if offence.max_penalty_years is None else offence.max_penalty_years >= years


TESTS: Mapping[str, Callable[[Offence], bool | None]] = {
    "is_transnational": lambda offence: offence.is_transnational,
    "is_organized": lambda offence: offence.is_organized,
    "has_four_years": _at_least(FOUR_YEARS),
    "has_one_year": _at_least(1),
}


def is_met(code: str, offence: Offence) -> bool | None:
    """Return whether an offence meets a condition, None where the known facts do not tell.

    A presumed condition counts as met unless a known fact contradicts it.
    """
    if code == NO_REQUEST:
        return False
    condition = CONDITIONS[code]
    results = [TESTS[test](offence) for test in condition.tests]
    if False in results:
        return False
    if not results or None in results:
        return True if condition.is_presumed else None
    return True


def is_presumed(code: str, offence: Offence) -> bool:
    """Return whether a condition counts as met although a fact that it depends on is not known."""
    condition = CONDITIONS[code]
    return condition.is_presumed and any(TESTS[test](offence) is None for test in condition.tests)
