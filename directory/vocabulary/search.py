"""The kinds of entry that a search finds, and the kinds that occur in news. Source: the description of `search` in the
API."""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

KINDS = Vocabulary(
    Term("jurisdiction", _l("State or territory")),
    Term("authority", _l("Authority")),
    Term("focal_point", _l("24/7 desk or contact point")),
    Term("requirement", _l("Requirement sheet")),
    Term("treaty", _l("Treaty")),
    Term("network", _l("Network")),
    Term("measure", _l("Measure")),
    Term("legislation", _l("Legislation")),
)
# The kinds that occur in news of followed entries: the kinds that a search finds, and notices.
NEWS_KINDS = Vocabulary(*KINDS.values(), Term("notice", _l("Notice")))
