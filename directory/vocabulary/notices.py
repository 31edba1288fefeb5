"""The kinds of notices of networks."""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

NOTICE_KINDS = Vocabulary(
    Term("visit", _l("Study visit"), "UNTOC, art. 29"),
    Term("training", _l("Training"), "UNTOC, art. 29"),
    Term("trend", _l("Ways of offending and trends"), "UNTOC, art. 28"),
)
