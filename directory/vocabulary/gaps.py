"""The kinds of gaps of a State: what the directory lacks, and details that may be wrong."""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

# The most harmful gaps first: a missing addressee, then unknown contents of a request, then details that may be wrong.
# `gaps/rules.py` has the rule of each kind.
GAPS = Vocabulary(
    Term("no_authority", _l("No authority known that receives requests for the measure"), "UNTOC, art. 18(13)"),
    Term("no_line", _l("No phone, mail address or postal address known of an office that receives requests")),
    Term("no_desk", _l("No desk known that answers round the clock in the network")),
    Term(
        "no_languages",
        _l("No language known in which these States take requests for the measure"),
        "UNTOC, art. 18(14)",
    ),
    Term("no_general_sheet", _l("No general requirements known")),
    Term("no_sheet", _l("No requirements known for the measure")),
    Term("no_hotline", _l("No hotline known for victims of trafficking"), "Trafficking Protocol, art. 6(3)"),
    Term(
        "no_referral",
        _l("No body known that refers or assists victims of trafficking"),
        "Trafficking Protocol, art. 6(3)",
    ),
    Term("source_gone", _l("The page of a source is gone or no longer answers")),
    Term("source_changed", _l("The page of a source has changed or moved")),
    Term("overdue", _l("Details past their date of verification, or probably dead")),
    Term("unverified", _l("Details that no office has verified")),
)
