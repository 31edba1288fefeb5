"""Why a table is refused and what of it is not proposed: as words, and as the JSON that the row of the table stores."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l

from directory.i18n import DEFAULT
from directory.sources.readers.reading import Remark
from directory.web.request_validation import visible

MOST_REMARKS = 100
MORE = _l("The first %(most)s remarks are shown.")


def first_remarks(remarks: Iterable[Remark]) -> list[Remark]:
    """Return at most MOST_REMARKS remarks, and one more that says so if there are others: a table may have a remark in
    each row."""
    shown = list(remarks)
    return shown if len(shown) <= MOST_REMARKS else [*shown[:MOST_REMARKS], Remark(MORE, {"most": MOST_REMARKS})]


def visible_remark(remark: Remark) -> Remark:
    """Return a remark whose values, in which a table is quoted, hold nothing that is not seen."""
    values = {
        name: visible_remark(one) if isinstance(one, Remark) else visible(one) if isinstance(one, str) else one
        for name, one in remark.values.items()
    }
    return Remark(remark.message, values)


def stored(remark: Remark) -> list[Any]:
    """Return a remark as JSON: its English message, by which the catalogues find each reader's, and its values."""
    with force_locale(DEFAULT):
        message = str(remark.message)
    return [message, {name: stored(one) if isinstance(one, Remark) else one for name, one in remark.values.items()}]


def restored(remark: Sequence[Any]) -> Remark:
    """Return the remark that was stored as JSON."""
    message, values = remark
    return Remark(message, {name: restored(one) if isinstance(one, list) else one for name, one in values.items()})


def words_of(remark: Remark, quote: Callable[[str], str] = str) -> str:
    """Return a remark in the language of the reader. `quote` makes of a value what stands in the sentence."""
    values = {
        name: words_of(one, quote) if isinstance(one, Remark) else quote(str(one)) for name, one in remark.values.items()
    }
    return gettext(str(remark.message), **values)
