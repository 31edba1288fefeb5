"""The outcomes of suggested wordings, why a published wording ended, and whether the site shows a published wording."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class WordingOutcome(StrEnum):
    """The outcome of a suggestion. OPEN means that nobody has decided yet. ACCEPTED is for English wordings only: the
    next version will contain the wording."""

    OPEN = ""
    PUBLISHED = "published"
    ACCEPTED = "accepted"
    REFUSED = "refused"


WORDING_OUTCOMES = Vocabulary(
    Term(WordingOutcome.OPEN, _l("waiting for a decision")),
    Term(WordingOutcome.PUBLISHED, _l("published")),
    Term(WordingOutcome.ACCEPTED, _l("comes with the next version")),
    Term(WordingOutcome.REFUSED, _l("refused")),
)


class WordingEnd(StrEnum):
    """Why a published wording ended: a keeper took it back, or the catalogue has the same text now."""

    WITHDRAWN = "withdrawn"
    TAKEN_OVER = "taken_over"


class WordingStanding(StrEnum):
    """Whether the site shows a published wording in place of the catalogue's text.

    - SHOWN: the site shows the wording.
    - IN_CATALOGUE: the catalogue has the same text now.
    - STALE: the site does not show the wording. Its string is gone, or the rules no longer allow the wording (for
      instance, the placeholders have changed).
    """

    SHOWN = "shown"
    IN_CATALOGUE = "in_catalogue"
    STALE = "stale"


WORDING_STANDINGS = Vocabulary(
    Term(WordingStanding.SHOWN, _l("shown in place of the catalogue’s")),
    Term(WordingStanding.IN_CATALOGUE, _l("taken over by the catalogue")),
    Term(WordingStanding.STALE, _l("not shown: the English has changed")),
)
