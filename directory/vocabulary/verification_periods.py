"""The numbers of days for which a verification is valid (see `models.verification.due_on`)."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


@dataclass(frozen=True)
class Period(Term):
    """How many `days` a verification of the entries named in `label` is valid, unless a network sets another number."""

    days: int = 365


PERIODS = Vocabulary(
    Period("round_the_clock", _l("Desks that answer 24 hours a day"), days=90),
    Period("contact", _l("Authorities, other desks and their contacts"), days=180),
    Period("requirement", _l("Requirement sheets"), days=365),
    Period("other", _l("Everything else"), days=365),
)
