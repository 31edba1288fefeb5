"""The frequencies of letters about followed entries."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class Pace(StrEnum):
    """How often a person may get a letter about followed entries."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


PACES = Vocabulary(
    Term(Pace.AT_ONCE, _l("At once, within a few minutes")),
    Term(Pace.DAILY, _l("Once a day")),
    Term(Pace.WEEKLY, _l("Once a week")),
    Term(Pace.NEVER, _l("No letters: I look at this page myself")),
)
