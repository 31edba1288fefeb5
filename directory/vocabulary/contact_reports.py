"""The faults and outcomes of reports about wrong contacts."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

CONTACT_FAULTS = Vocabulary(
    Term("wrong_number", _l("The number or address is wrong")),
    Term("no_answer", _l("Nobody answers")),
    Term("wrong_office", _l("The contact leads to another office")),
    Term("other", _l("Something else is wrong with the contact")),
)


class ReportOutcome(StrEnum):
    """The outcome of a report of a wrong contact. OPEN means that the report is not settled yet."""

    OPEN = ""
    CORRECTED = "corrected"
    RIGHT = "right"
    DEAD = "dead"
    TAKEN_BACK = "taken_back"


REPORT_OUTCOMES = Vocabulary(
    Term(ReportOutcome.CORRECTED, _l("The contact was wrong and has been corrected")),
    Term(ReportOutcome.RIGHT, _l("The contact is right: checked and confirmed")),
    Term(ReportOutcome.DEAD, _l("Nobody answers at this contact any more")),
    Term(ReportOutcome.TAKEN_BACK, _l("Taken back by the person who reported the contact")),
    Term(ReportOutcome.OPEN, _l("Being checked")),
)
