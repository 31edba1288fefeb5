"""Guides in the reader's language, for the search page and the search API."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from directory.search.guides import Guide, guides


@dataclass(frozen=True)
class GuideLink:
    """What a general word leads to: a page of this site, or an institution outside if `institution` is given.

    `source` names what says so, and is empty for a page of this site.
    """

    code: str
    title: str
    text: str
    address: str
    institution: str
    source: str


def guide_links(codes: Iterable[str], states: Sequence[str]) -> tuple[GuideLink, ...]:
    """Return the links of these guides. `states` are the codes of the States that the text names. If there is exactly
    one State, the pages are those of this State."""
    return tuple(_link(guides()[code], states) for code in codes)


def _link(guide: Guide, states: Sequence[str]) -> GuideLink:
    return GuideLink(
        code=guide.code,
        title=gettext(guide.title),
        text=gettext(guide.text),
        address=guide.address if guide.is_outside else _address(guide, states),
        institution=guide.institution,
        source=guide.source,
    )


def _address(guide: Guide, states: Sequence[str]) -> str:
    page = guide.page_of_state.format(state=states[0]) if len(states) == 1 else guide.page
    return url_for("home.index").rstrip("/") + page
