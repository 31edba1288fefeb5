"""Why a table is refused, and what of it is not proposed: as words, and as the JSON that the row of the table stores."""

from collections.abc import Sequence
from typing import Any

from flask_babel import force_locale, gettext

from directory import i18n
from directory.i18n import DEFAULT
from directory.sources.readers.reading import Remark


def stored(remark: Remark) -> list[Any]:
    """Return a remark as JSON: its English message, by which the catalogues find each reader's, and its values."""
    with force_locale(DEFAULT):
        message = str(remark.message)
    return [message, {name: stored(one) if isinstance(one, Remark) else one for name, one in remark.values.items()}]


def words_of_stored(remark: Sequence[Any]) -> str:
    """Return a stored remark in the language of the reader."""
    message, values = remark
    words = {
        name: words_of_stored(one) if isinstance(one, list) else i18n.isolated(str(one)) for name, one in values.items()
    }
    return gettext(message, **words)


def words_of(remark: Remark) -> str:
    """Return a remark in one line for a terminal."""
    values = {name: words_of(one) if isinstance(one, Remark) else one for name, one in remark.values.items()}
    return str(remark.message) % values if values else str(remark.message)
