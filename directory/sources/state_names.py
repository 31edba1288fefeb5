"""Finds the State that a name means, by the names of States in the directory."""

import re
from collections.abc import Iterator

from anyascii import anyascii
from sqlalchemy import select

from directory.extensions import db
from directory.models import Jurisdiction, OtherName

# An adjective names people and things of a State, not the State.
ADJECTIVE = "adjective"
# Lists sort a State by the short part of its name: “Bolivia (Plurinational State of)”.
_INVERTED = re.compile(r"([^()]+) \(([^()]+)\)")


class StateNames:
    """The official, former and informal names of all States in all languages, read from the database once."""

    def __init__(self) -> None:
        self._codes: dict[str, set[str]] = {}
        self._iso: dict[str, str] = {}
        for state in db.session.scalars(select(Jurisdiction)):
            self._iso |= {state.key: state.key, state.alpha3: state.key}
            for name in state.name.by_language.values():
                self._codes.setdefault(folded(name), set()).add(state.key)
        others = select(OtherName.name, OtherName.jurisdiction_key).where(OtherName.name_kind != ADJECTIVE)
        for name, code in db.session.execute(others):
            self._codes.setdefault(folded(name), set()).add(code)

    def code_of(self, name: str) -> str:
        """Return the code of the State that a name (or an ISO 3166-1 code) means.

        Return "" if the name means no State or several.
        """
        if name in self._iso:
            return self._iso[name]
        found: set[str] = next(filter(None, (self._codes.get(folded(one)) for one in _forms(name))), set())
        return min(found) if len(found) == 1 else ""


def folded(name: str) -> str:
    """Return the words of a name in lower-case Latin letters and digits.

    Different spellings of a name give the same result.
    """
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(name.replace("&", " and ")).lower()))


def _forms(name: str) -> Iterator[str]:
    yield name
    inverted = _INVERTED.fullmatch(name)
    if inverted is not None:
        yield f"{inverted[2]} {inverted[1]}"
