"""Suggestions: the entries that match a text while it is being typed.

If entries have equal names, the texts below the names tell them apart.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from directory.access.viewer import Viewer
from directory.search import queries
from directory.search.hits import Hit, hits
from directory.search.presenters import warnings_of

MOST_SUGGESTIONS = 8
BETWEEN = " · "


@dataclass(frozen=True)
class Suggestion:
    """An entry suggested for a text that is still being typed. `about` is the text below the name of the entry."""

    hit: Hit
    about: str


def suggestions(viewer: Viewer, text: str, language: str) -> tuple[list[Suggestion], tuple[str, ...]]:
    """Return up to MOST_SUGGESTIONS entries for an unfinished text, best first, and a sentence for each reason why hits
    may be missing. Raises NotReady if there is no usable index."""
    if not text.strip():
        return [], ()
    query = queries.SearchQuery(text=text, per_page=MOST_SUGGESTIONS, is_unfinished=True)
    results = queries.find(viewer, query, facets=())
    return _lines(hits(results.keys, language)), warnings_of(results)


def _lines(found: Sequence[Hit]) -> list[Suggestion]:
    """Return a suggestion for each hit. Its `about` states the kind and State of the entry. If several hits have the
    same name, kind and State, each `about` states the hit's other texts (`words`) too.

    Of suggestions that are still equal, only the first is returned.
    """
    times = Counter((_name(hit), _about(hit)) for hit in found)
    lines: dict[tuple[str, str], Suggestion] = {}
    for hit in found:
        about = _about(hit) if times[_name(hit), _about(hit)] == 1 else BETWEEN.join((_about(hit), *hit.words))
        lines.setdefault((_name(hit), about), Suggestion(hit, about))
    return list(lines.values())


def _name(hit: Hit) -> str:
    return hit.link.text.text


def _about(hit: Hit) -> str:
    return BETWEEN.join((hit.kind_label, *([hit.state.text.text] if hit.state else [])))
