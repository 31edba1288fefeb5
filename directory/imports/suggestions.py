"""Finds the key or code that a mistyped one probably means."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST_SUGGESTIONS = 20
# The least likeness of a suggestion. With a lower limit, "police" would be suggested for "palace".
LEAST_LIKENESS = 0.7


class Suggestions:
    """Suggestions for the first MOST_SUGGESTIONS mistyped keys and codes of one file. There is a limit because a search
    among 3,000 keys takes 0.1 s."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def near(self, typed: str, known: Iterable[str]) -> str:
        """Return the text in `known` that is most like the typed text, or "" if none is like it or the limit is
        reached."""
        if typed not in self._found and len(self._found) < MOST_SUGGESTIONS:
            by_lower = {one.lower(): one for one in known}
            near = get_close_matches(typed.lower(), by_lower, n=1, cutoff=LEAST_LIKENESS)
            self._found[typed] = by_lower[near[0]] if near else ""
        return self._found.get(typed, "")
