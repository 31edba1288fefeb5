"""Codes of the docket: directions, dated events and states of requests that were sent, and grounds of refusal."""

from enum import StrEnum

from flask_babel import lazy_pgettext as _lp

from directory.vocabulary.terms import Term, Vocabulary


class RequestDirection(StrEnum):
    """Whether the State that keeps the list has sent the request, or received it."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


REQUEST_DIRECTIONS = Vocabulary(
    Term(RequestDirection.OUTGOING, _lp("docket", "sent by us")),
    Term(RequestDirection.INCOMING, _lp("docket", "received by us")),
)


class RequestEvent(StrEnum):
    """A dated event of a request. RETURNED is the day on which the requested State sent the result, ARRIVED the day on
    which the requesting State got it."""

    SENT = "sent"
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    MORE_ASKED = "more_asked"
    EXECUTED = "executed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    ARRIVED = "arrived"


# What the requesting State does. All other events are acts of the requested State.
EVENTS_OF_SENDER = frozenset({RequestEvent.SENT, RequestEvent.WITHDRAWN, RequestEvent.ARRIVED})

# In the order in which a request goes: the last event that has happened is the state of the request.
REQUEST_EVENTS = Vocabulary(
    Term(RequestEvent.SENT, _lp("docket", "sent")),
    Term(RequestEvent.RECEIVED, _lp("docket", "received")),
    Term(RequestEvent.ACKNOWLEDGED, _lp("docket", "receipt acknowledged")),
    Term(RequestEvent.MORE_ASKED, _lp("docket", "more asked for")),
    Term(RequestEvent.EXECUTED, _lp("docket", "executed")),
    Term(RequestEvent.REFUSED, _lp("docket", "refused")),
    Term(RequestEvent.WITHDRAWN, _lp("docket", "withdrawn")),
    Term(RequestEvent.RETURNED, _lp("docket", "result sent back")),
    Term(RequestEvent.ARRIVED, _lp("docket", "result has arrived")),
)
# The state of an entry that was made by mistake. Its number is not given again.
STRUCK = "struck"
REQUEST_STATES = Vocabulary(*REQUEST_EVENTS.values(), Term(STRUCK, _lp("docket", "entered by mistake")))
CLOSED_STATES = frozenset({RequestEvent.REFUSED, RequestEvent.WITHDRAWN, RequestEvent.ARRIVED, STRUCK})

REFUSAL_GROUNDS = Vocabulary(
    Term("not_in_conformity", _lp("docket", "not what the treaty asks for"), "UNTOC, art. 18(21)(a)"),
    Term("essential_interests", _lp("docket", "sovereignty, security or public order"), "UNTOC, art. 18(21)(b)"),
    Term("domestic_law", _lp("docket", "the own law forbids the measure"), "UNTOC, art. 18(21)(c)"),
    Term("legal_system", _lp("docket", "contrary to the own legal system"), "UNTOC, art. 18(21)(d)"),
    Term("dual_criminality", _lp("docket", "no offence in the requested State"), "UNTOC, art. 18(9)"),
    Term("political_offence", _lp("docket", "political offence"), "ETS 30, art. 2(a)"),
    Term("discrimination", _lp("docket", "danger of persecution"), "Model Treaty on Mutual Assistance, art. 4(1)(c)"),
    Term("double_jeopardy", _lp("docket", "tried already for the same act"), "Model Treaty, art. 4(1)(d)"),
    Term("no_basis", _lp("docket", "no treaty and no reciprocity")),
    Term("not_found", _lp("docket", "what was asked for was not found")),
    Term("other", _lp("docket", "another ground")),
)


class DocketStep(StrEnum):
    """A step in the history of an entry that has no date of its own."""

    ENTERED = "entered"
    CHANGED = "changed"
    HANDED_OVER = "handed_over"
    PASSED = "passed"
    """Passed to a step on the way within the State. The step has a date."""
    INVITED = "invited"
    NOT_INVITED = "not_invited"
    JOINED = "joined"
    DECLINED = "declined"
    STRUCK = STRUCK


DOCKET_STEPS = Vocabulary(
    Term(DocketStep.ENTERED, _lp("docket", "entered in the list")),
    Term(DocketStep.CHANGED, _lp("docket", "entry corrected")),
    Term(DocketStep.HANDED_OVER, _lp("docket", "handed over")),
    Term(DocketStep.PASSED, _lp("docket", "passed on within the State")),
    Term(DocketStep.INVITED, _lp("docket", "other State invited")),
    Term(DocketStep.NOT_INVITED, _lp("docket", "invitation taken back")),
    Term(DocketStep.JOINED, _lp("docket", "both States take part")),
    Term(DocketStep.DECLINED, _lp("docket", "invitation declined")),
    Term(DocketStep.STRUCK, _lp("docket", "struck out")),
)
