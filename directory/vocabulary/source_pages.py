"""The results of fetching the page of a source again, and the kinds of changes found."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from directory.vocabulary.terms import Term, Vocabulary


class SourceOutcome(StrEnum):
    """The result of the site's last request for the page of a source."""

    READ = "read"
    MOVED = "moved"
    GONE = "gone"
    SILENT = "silent"
    REFUSED = "refused"
    NOT_ALLOWED = "not_allowed"


# The results of a request for an official table. MOVED is missing: the site never changes a table's address by itself.
SOURCE_OUTCOMES = Vocabulary(
    Term(SourceOutcome.READ, _l("read")),
    Term(SourceOutcome.GONE, _l("gone")),
    # Translators: of a web server
    Term(SourceOutcome.SILENT, _l("no answer")),
    Term(SourceOutcome.REFUSED, _lp("request for a web page", "refused")),
    # Translators: the rules of a website forbid programs to ask for the page
    Term(SourceOutcome.NOT_ALLOWED, _l("forbidden by the website")),
)


class SourceWhat(StrEnum):
    """What happened to the page on which a fact rests."""

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
