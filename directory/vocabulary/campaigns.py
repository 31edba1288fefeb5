"""The steps of a campaign, and the answers of the offices."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

# The steps of a campaign, in their order. Each campaign stores the days between its steps.
CAMPAIGN_STEPS = Vocabulary(
    Term("ask", _l("First letter")),
    Term("reminder", _l("Reminder")),
    Term("second_reminder", _l("Second reminder")),
    Term("escalation", _l("Told to the coordinator")),
)


class CampaignAnswer(StrEnum):
    """How an office answered a campaign about one entry."""

    NONE = ""
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"


ANSWERS_TO_CAMPAIGN = Vocabulary(
    Term(CampaignAnswer.CONFIRMED, _l("confirmed")),
    Term(CampaignAnswer.CORRECTED, _l("corrected")),
    Term(CampaignAnswer.NONE, _l("no answer")),
)


class AskState(StrEnum):
    """The state of one entry of a campaign: whether the office was asked, and whether it has answered. An unanswered
    entry that was closed, replaced or removed is CLOSED."""

    SILENT = "silent"
    UNREACHED = "unreached"
    NOT_ASKED = "not_asked"
    ANSWERED = "answered"
    CLOSED = "closed"


# In the order in which a coordinator needs them.
ASK_STATES = Vocabulary(
    Term(AskState.SILENT, _l("Asked, no answer")),
    Term(AskState.UNREACHED, _l("Not reached by mail")),
    Term(AskState.NOT_ASKED, _l("Not asked yet")),
    Term(AskState.ANSWERED, _l("Answered")),
    Term(AskState.CLOSED, _l("Closed meanwhile")),
)
