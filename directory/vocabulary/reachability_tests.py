"""Codes of reachability tests, which show whether a desk can be reached: ways, steps, buttons of the letter, and
outcomes."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class ReachabilityWay(StrEnum):
    """How a desk is tested: by a mail, by a call that a person makes, or by an alarm to the people on duty."""

    MESSAGE = "message"
    CALL = "call"
    ALARM = "alarm"


TEST_WAYS = Vocabulary(
    Term(ReachabilityWay.MESSAGE, _l("Test message")),
    Term(ReachabilityWay.CALL, _l("Test call")),
    Term(ReachabilityWay.ALARM, _l("Test alarm")),
)

# The steps of a test, in their order. A call has no steps.
TEST_STEPS = Vocabulary(
    Term("ask", _l("The message is sent")),
    Term("judge", _l("The time to answer is over")),
)

# One of the buttons is the right answer. A program that presses a button by itself cannot tell which one it is.
TEST_BUTTONS = Vocabulary(
    Term("circle", _l("Circle")),
    Term("square", _l("Square")),
    Term("triangle", _l("Triangle")),
)


class ReachabilityOutcome(StrEnum):
    """The outcome of a test of a desk. UNDELIVERED means that the message did not arrive, so the test shows nothing
    about the desk. WRONG_NUMBER means that somebody from outside the desk answered. TAKEN_BACK means that the person
    who logged a call has withdrawn the record."""

    NONE = ""
    ANSWERED = "answered"
    WRONG = "wrong"
    SILENT = "silent"
    WRONG_NUMBER = "wrong_number"
    UNDELIVERED = "undelivered"
    CANCELLED = "cancelled"
    TAKEN_BACK = "taken_back"


TEST_OUTCOMES = Vocabulary(
    Term(ReachabilityOutcome.ANSWERED, _l("answered")),
    Term(ReachabilityOutcome.WRONG, _l("answered with the wrong button")),
    Term(ReachabilityOutcome.SILENT, _l("no answer in time")),
    Term(ReachabilityOutcome.WRONG_NUMBER, _l("wrong number")),
    Term(ReachabilityOutcome.UNDELIVERED, _l("the message did not arrive")),
    Term(ReachabilityOutcome.CANCELLED, _l("cancelled")),
    Term(ReachabilityOutcome.TAKEN_BACK, _l("taken back, counts for nothing")),
    Term(ReachabilityOutcome.NONE, _l("not finished yet")),
)
