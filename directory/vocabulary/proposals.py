"""The states of a proposal, and of a text in one language."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class State(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


PROPOSAL_STATES = Vocabulary(
    Term(State.DRAFT, _l("unfinished")),
    Term(State.SUBMITTED, _l("waiting for a second person")),
    Term(State.PUBLISHED, _l("published")),
    Term(State.REFUSED, _l("refused")),
    Term(State.WITHDRAWN, _l("withdrawn")),
    Term(State.UNDONE, _l("published and taken back")),
)


class Standing(StrEnum):
    """Where a text stands in a language that it was not first written in."""

    TRANSLATED = "translated"
    OUTDATED = "outdated"
    MISSING = "missing"


STANDINGS_OF_TEXTS = Vocabulary(
    Term(Standing.TRANSLATED, _l("translated")),
    Term(Standing.OUTDATED, _l("older than its original")),
    Term(Standing.MISSING, _l("not yet translated")),
)
