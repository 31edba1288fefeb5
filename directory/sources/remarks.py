"""Limits the number of remarks about an official table, and converts remarks to visible text, words and JSON."""

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
    """Return the first MOST_REMARKS remarks. If some are left out, one more remark at the end says so."""
    found = list(remarks)
    return found if len(found) <= MOST_REMARKS else [*found[:MOST_REMARKS], Remark(MORE, {"most": MOST_REMARKS})]


def visible_remark(remark: Remark) -> Remark:
    """Return a remark without invisible characters in its values."""
    return Remark(remark.message, {name: _visible(one) for name, one in remark.values.items()})


def stored(remark: Remark) -> list[Any]:
    """Return a remark as JSON, with its English message."""
    with force_locale(DEFAULT):
        message = str(remark.message)
    return [message, {name: stored(one) if isinstance(one, Remark) else one for name, one in remark.values.items()}]


def restored(remark: Sequence[Any]) -> Remark:
    """Return the remark from the JSON that `stored` made."""
    message, values = remark
    return Remark(message, {name: restored(one) if isinstance(one, list) else one for name, one in values.items()})


def words_of(remark: Remark, quote: Callable[[str], str] = str) -> str:
    """Return a remark in the reader's language, with `quote` applied to each value."""
    values = {name: _words_of_value(one, quote) for name, one in remark.values.items()}
    words: str = gettext(str(remark.message), **values)
    return words


def _visible(value: Any) -> Any:
    if isinstance(value, Remark):
        return visible_remark(value)
    return visible(value) if isinstance(value, str) else value


def _words_of_value(value: Any, quote: Callable[[str], str]) -> str:
    return words_of(value, quote) if isinstance(value, Remark) else quote(str(value))
