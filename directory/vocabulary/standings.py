"""The standing of a desk: how far it is known to work. Source of the levels: Trusted Introducer (listed, accredited)."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class StandingLevel(StrEnum):
    """The standing of a desk. Each level includes the levels before it."""

    LISTED = "listed"
    """The directory has the minimum record of the desk."""
    TESTED = "tested"
    """The desk is known to answer, by its tests and its last exercise."""
    ACCREDITED = "accredited"
    """Desks of other States vouch for a tested desk."""


STANDING_LEVELS = Vocabulary(
    Term(StandingLevel.LISTED, _l("Listed desk")),
    Term(StandingLevel.TESTED, _l("Tested desk")),
    Term(StandingLevel.ACCREDITED, _l("Accredited desk")),
)
