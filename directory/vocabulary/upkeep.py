"""Codes for the correctness of entries: freshness of facts, periods of verification, campaigns, tests of desks,
reports."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class Freshness(StrEnum):
    """The grade of a fact. `directory/verification_age.py` computes the grade."""

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
    # Translators: of a number or address where nobody answers any more
    Term(Freshness.DEAD, _l("probably dead")),
    # Translators: of what an authority or desk said that was closed or replaced
    Term(Freshness.ENDED, _l("ended")),
)


@dataclass(frozen=True)
class Period(Term):
    """The number of days for which a verification of an entry of this kind is valid. A network may set another
    number."""

    days: int = 365


PERIODS = Vocabulary(
    Period("round_the_clock", _l("Desks that answer 24 hours a day"), days=90),
    Period("contact", _l("Authorities, other desks and their contacts"), days=180),
    Period("requirement", _l("Requirement sheets"), days=365),
    Period("other", _l("Everything else"), days=365),
)

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
    # Translators: the office has not answered the campaign
    Term(CampaignAnswer.NONE, _l("no answer")),
)

# How a desk is tested.
TEST_WAYS = Vocabulary(
    Term("message", _l("Test message")),
    Term("call", _l("Test call")),
)

# The steps of a test, in their order. A call has no steps.
TEST_STEPS = Vocabulary(
    Term("ask", _l("The message is sent")),
    Term("judge", _l("The time to answer is over")),
)

# One of the buttons is the right answer. To a program that presses any button, all three look alike.
TEST_BUTTONS = Vocabulary(
    Term("circle", _l("Circle")),
    Term("square", _l("Square")),
    Term("triangle", _l("Triangle")),
)


class ReachabilityOutcome(StrEnum):
    """The outcome of a test of a desk. A message that did not arrive shows nothing about the desk."""

    NONE = ""
    ANSWERED = "answered"
    WRONG = "wrong"
    SILENT = "silent"
    UNDELIVERED = "undelivered"
    CANCELLED = "cancelled"


TEST_OUTCOMES = Vocabulary(
    Term(ReachabilityOutcome.ANSWERED, _l("answered")),
    Term(ReachabilityOutcome.WRONG, _l("answered with the wrong button")),
    Term(ReachabilityOutcome.SILENT, _l("no answer in time")),
    Term(ReachabilityOutcome.UNDELIVERED, _l("the message did not arrive")),
    Term(ReachabilityOutcome.CANCELLED, _l("cancelled")),
    # Translators: of a test of a desk
    Term(ReachabilityOutcome.NONE, _l("not finished yet")),
)

CONTACT_FAULTS = Vocabulary(
    Term("wrong_number", _l("The number or address is wrong")),
    Term("no_answer", _l("Nobody answers")),
    Term("wrong_office", _l("The contact leads to another office")),
    Term("other", _l("Something else is wrong with the contact")),
)


class ReportOutcome(StrEnum):
    """How a report of a wrong contact was settled."""

    OPEN = ""
    CORRECTED = "corrected"
    RIGHT = "right"
    DEAD = "dead"


REPORT_OUTCOMES = Vocabulary(
    Term(ReportOutcome.CORRECTED, _l("The contact was wrong and is being corrected")),
    Term(ReportOutcome.RIGHT, _l("The contact is right: checked and confirmed")),
    Term(ReportOutcome.DEAD, _l("Nobody answers at this contact any more")),
    Term(ReportOutcome.OPEN, _l("Being checked")),
)


class SourceOutcome(StrEnum):
    """The result of the last request for a source page."""

    READ = "read"
    MOVED = "moved"
    GONE = "gone"
    SILENT = "silent"
    REFUSED = "refused"
    NOT_ALLOWED = "not_allowed"


class SourceWhat(StrEnum):
    """The change of a page on which a fact rests."""

    CHANGED = "changed"
    MOVED = "moved"
    GONE = "gone"
    SILENT = "silent"


SOURCE_CHANGES = Vocabulary(
    Term(SourceWhat.CHANGED, _l("The sentence on the page has changed")),
    Term(SourceWhat.MOVED, _l("The page has moved to another address")),
    Term(SourceWhat.GONE, _l("The page is gone")),
    Term(SourceWhat.SILENT, _l("The website has not answered three times")),
)
