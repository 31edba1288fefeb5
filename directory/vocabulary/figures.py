"""The levels of what the directory contains on a State, from a tested desk to no known authority."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class CoverageLevel(StrEnum):
    """The level of what the directory contains on a State, the best level first."""

    TESTED = "tested"
    ROUND_THE_CLOCK = "round_the_clock"
    DESK = "desk"
    REQUIREMENTS = "requirements"
    AUTHORITIES = "authorities"
    NONE = "none"


COVERAGES = Vocabulary(
    Term(CoverageLevel.TESTED, _l("A desk that is tested or accredited")),
    Term(CoverageLevel.ROUND_THE_CLOCK, _l("A desk that answers round the clock")),
    Term(CoverageLevel.DESK, _l("A desk or contact point, with other hours or hours not known")),
    Term(CoverageLevel.REQUIREMENTS, _l("No desk known, but what a request must contain")),
    Term(CoverageLevel.AUTHORITIES, _l("Its authorities alone")),
    Term(CoverageLevel.NONE, _l("No authority known yet")),
)
