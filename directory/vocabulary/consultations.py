"""Informal consultations: urgency, states, outcomes, sides and acts. Also the items of a request, and a desk's verdicts
on them."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from directory.vocabulary.questions import QUESTIONS
from directory.vocabulary.terms import Term, Vocabulary


class Urgency(StrEnum):
    """The urgency of a consultation: how soon the asking side needs an answer."""

    NORMAL = "normal"
    URGENT = "urgent"


URGENCIES = Vocabulary(
    Term(Urgency.NORMAL, _l("normal")),
    Term(Urgency.URGENT, _l("urgent")),
)


class ConsultationState(StrEnum):
    """The state of a consultation."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"


CONSULTATION_STATES = Vocabulary(
    Term(ConsultationState.OPEN, _l("waits for acknowledgement")),
    Term(ConsultationState.ACKNOWLEDGED, _l("acknowledged, waits for an answer")),
    Term(ConsultationState.ANSWERED, _l("answer given")),
    Term(ConsultationState.CLOSED, _l("closed")),
    Term(ConsultationState.REOPENED, _l("reopened, waits for acknowledgement")),
)

# The outcome of an answer that names the institution to which a request was passed on.
PASSED_ON = "passed_on"
_NOT_POSSIBLE = Term("not_possible", _l("The assistance is not possible, for the reason given"))
OUTCOMES_BEFORE_SENDING = Vocabulary(
    Term("welcome", _l("A request is welcome as outlined")),
    Term("with_changes", _l("A request is welcome with the changes named")),
    Term("other_channel", _l("Another channel or authority is needed")),
    _NOT_POSSIBLE,
)
# The outcomes of a question about a request that was sent already.
OUTCOMES_AFTER_SENDING = Vocabulary(
    Term("received", _l("The request has been received")),
    Term("not_found", _l("The request has not been found")),
    Term(PASSED_ON, _l("The request has been passed on")),
    Term("being_executed", _l("The request is being executed")),
    Term("executed", _l("The request has been executed and returned")),
    Term("more_needed", _l("More is needed to execute the request")),
    _NOT_POSSIBLE,
)
CONSULTATION_OUTCOMES = Vocabulary(
    *OUTCOMES_BEFORE_SENDING.values(),
    *(term for code, term in OUTCOMES_AFTER_SENDING.items() if code not in OUTCOMES_BEFORE_SENDING),
)

# The items of a request. A draft or a request may lack some of them.
REQUEST_ITEMS = Vocabulary(
    Term("requesting_authority", _l("The authority that makes the request"), "UNTOC, art. 18(15)(a)"),
    Term("requested_authority", _l("The authority that is asked")),
    Term(
        "subject_and_nature",
        _l("Subject and nature of the proceedings, and the authority that conducts them"),
        "UNTOC, art. 18(15)(b)",
    ),
    Term("summary_of_facts", _l("Summary of the relevant facts"), "UNTOC, art. 18(15)(c)"),
    Term("assistance_sought", _l("Assistance sought and any procedure to be followed"), "UNTOC, art. 18(15)(d)"),
    Term("identity_and_place", _l("Identity, place and nationality of the persons concerned"), "UNTOC, art. 18(15)(e)"),
    Term("purpose", _l("Purpose for which the evidence is sought"), "UNTOC, art. 18(15)(f)"),
    Term("legal_basis", _l("Treaty or other legal basis")),
    Term("damage", _l("Amount of the damage")),
    Term("text_of_law", _l("Text of the law and the penalties")),
    Term("dual_criminality", _l("What shows dual criminality"), "UNTOC, art. 18(9)"),
    Term("court_decision", _l("Court decision or warrant")),
    Term("translation", _l("Translation"), "UNTOC, art. 18(14)"),
    Term("signature_and_seal", _l("Signature and seal")),
    Term("time_limit", _l("Time limit and the reason for it"), "UNTOC, art. 18(24)"),
    Term("reasons_for_urgency", _l("Reasons for urgency")),
    Term("limits_of_use", _l("Assurance on the use of the evidence"), "UNTOC, art. 18(19)"),
    Term("confidentiality", _l("Whether the request is to be kept confidential"), "UNTOC, art. 18(20)"),
    Term("costs", _l("Who bears extraordinary costs"), "UNTOC, art. 18(28)"),
    Term("contact_person", _l("Contact for questions")),
)

# The items that rules of States and treaties ask for: those of any request, and answers to questions about a measure.
CHECKLIST_ITEMS = Vocabulary(
    *REQUEST_ITEMS.values(),
    *(
        QUESTIONS[code]
        for code in (
            *("oath", "presence", "why_video", "who_leads", "manner", "certification", "account", "property"),
            *("extent", "identifier", "provider", "necessity", "later_request", "team", "sentence", "consent"),
            *("custody", "ties", "limitation"),
        )
    ),
)


class ItemVerdict(StrEnum):
    """A consulted desk's judgement of one item in the outline of a draft request."""

    ACCEPTABLE = "acceptable"
    MISSING = "missing"
    OTHER_WORDING = "other_wording"


ITEM_VERDICTS = Vocabulary(
    Term(ItemVerdict.ACCEPTABLE, _l("acceptable")),
    Term(ItemVerdict.MISSING, _l("missing")),
    Term(ItemVerdict.OTHER_WORDING, _l("other wording")),
)


class ConsultationSide(StrEnum):
    """The practitioners who ask, and the desk that was asked."""

    ASKING = "asking"
    ASKED = "asked"


class ConsultationAct(StrEnum):
    """An act in a consultation. `CONSULTATION_ACTS` describes each act in words."""

    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    MESSAGE = "message"
    OUTLINED = "outlined"
    COMMENTED = "commented"
    ANSWERED = "answered"
    SENT = "sent"
    COWORKER_ADDED = "coworker_added"
    COWORKER_REMOVED = "coworker_removed"
    VACATED = "vacated"
    TAKEN_OVER = "taken_over"
    BROUGHT_IN = "brought_in"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"
    REOPENED = "reopened"
    ESCALATED = "escalated"
    HOLE = "hole"
    NAMING_AGREED = "naming_agreed"
    NAMING_ENDED = "naming_ended"
    TOLD = "told"


CONSULTATION_ACTS = Vocabulary(
    Term(ConsultationAct.ASKED, _l("asked the question")),
    Term(ConsultationAct.ACKNOWLEDGED, _l("acknowledged the question")),
    Term(ConsultationAct.MESSAGE, _l("wrote")),
    Term(ConsultationAct.OUTLINED, _l("shared the outline of a draft")),
    Term(ConsultationAct.COMMENTED, _lp("list of who did what", "commented on an outline")),
    Term(ConsultationAct.ANSWERED, _l("answered the question")),
    Term(ConsultationAct.SENT, _l("wrote down that the request has been sent")),
    Term(ConsultationAct.COWORKER_ADDED, _l("added a co-worker")),
    Term(ConsultationAct.COWORKER_REMOVED, _l("removed a co-worker")),
    Term(ConsultationAct.VACATED, _l("recorded that access has ended for")),
    Term(ConsultationAct.TAKEN_OVER, _l("took over from")),
    Term(ConsultationAct.BROUGHT_IN, _l("brought in")),
    Term(ConsultationAct.HANDED_OVER, _l("handed over to")),
    Term(ConsultationAct.CLOSED, _l("closed the consultation")),
    Term(ConsultationAct.REOPENED, _l("reopened the consultation")),
    Term(ConsultationAct.ESCALATED, _l("reminded")),
    Term(ConsultationAct.HOLE, _l("found nobody on duty and told instead")),
    Term(ConsultationAct.NAMING_AGREED, _l("agreed to be named to other States")),
    Term(ConsultationAct.NAMING_ENDED, _l("no longer agrees to be named to other States")),
    Term(ConsultationAct.TOLD, _l("told the States that agreed of one another")),
)
