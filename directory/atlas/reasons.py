"""Why a treaty is used or not: one sentence each, with the article that says so."""

from dataclasses import dataclass

from flask_babel import gettext


@dataclass(frozen=True)
class Reason:
    """`code` is one of BASIS_REASONS; the rest is what its words name, where they do.

    `article` is that of the treaty; `condition` is a code of CONDITIONS. One that is not `is_supported` rests on
    general knowledge or on no source.
    """

    code: str
    article: str = ""
    condition: str = ""
    treaty: str = ""
    states: tuple[str, ...] = ()
    is_supported: bool = True


def article(number: str) -> str:
    """Return what an article is called, empty where there is none."""
    # Translators: short for "article 18(7)" of a treaty
    return str(gettext("art. %(number)s", number=number)) if number else ""
