"""The states of a proposal, and of a text in one language."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from directory.vocabulary.terms import Term, Vocabulary


class ProposalState(StrEnum):
    """The state of a proposal."""

    UNFINISHED = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


PROPOSAL_STATES = Vocabulary(
    Term(ProposalState.UNFINISHED, _l("unfinished")),
    Term(ProposalState.SUBMITTED, _l("waiting for a second person")),
    Term(ProposalState.PUBLISHED, _l("published")),
    Term(ProposalState.REFUSED, _l("refused")),
    Term(ProposalState.WITHDRAWN, _lp("proposal", "withdrawn")),
    Term(ProposalState.UNDONE, _l("published and reverted")),
)


class ProposalOrigin(StrEnum):
    """The origin of a proposal that nobody wrote with an account."""

    CAMPAIGN = "campaign"
    SOURCE = "source"


PROPOSAL_ORIGINS = Vocabulary(
    Term(ProposalOrigin.CAMPAIGN, _l("The office itself, in answer to a campaign")),
    Term(ProposalOrigin.SOURCE, _l("Read from an official table")),
)


class TranslationState(StrEnum):
    """The state of a text in a language other than its original."""

    TRANSLATED = "translated"
    OUTDATED = "outdated"
    MISSING = "missing"


TRANSLATION_STATES = Vocabulary(
    Term(TranslationState.TRANSLATED, _l("translated")),
    Term(TranslationState.OUTDATED, _l("older than its original")),
    Term(TranslationState.MISSING, _l("not yet translated")),
)
