"""The grades of a fact by the age of its verification."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from directory.vocabulary.terms import Term, Vocabulary


class Freshness(StrEnum):
    """The grade of a fact by the age of its verification. `directory/verification_age.py` computes the grade."""

    VERIFIED = "verified"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    NEVER = "never"
    DEAD = "dead"
    ENDED = "ended"


FRESHNESS = Vocabulary(
    Term(Freshness.VERIFIED, _l("verified")),
    Term(Freshness.DUE_SOON, _l("verified, due again soon")),
    Term(Freshness.OVERDUE, _l("verification overdue")),
    Term(Freshness.NEVER, _l("not yet verified")),
    Term(Freshness.DEAD, _l("probably dead")),
    Term(Freshness.ENDED, _lp("detail of a closed or replaced entry", "ended")),
)
