"""Reads a question from query parameters (`arguments`), for pages and the API."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext

from directory import clock
from directory.atlas.question import AtlasQuestion, Offence
from directory.errors import InvalidInput
from directory.jurisdictions.queries import list_codes
from directory.legislation.queries import list_legislation
from directory.vocabulary import MEASURES, OFFENCES, STAGES

YES, NO = "1", "0"
MOST_YEARS = 100
LONGEST_ARTICLE_CHARACTERS = 120
FIRST_DAY, LAST_DAY = date(1945, 1, 1), date(2100, 1, 1)

# The query parameters on the offence that can decide the answer.
OF_OFFENCE = ("offence", "penalty", "transnational", "organized")

Arguments = Mapping[str, str]


def read_question(arguments: Arguments) -> AtlasQuestion:
    """Return the question. Without a day, the day is today.

    Raises InvalidInput if a query parameter cannot be used; the message names the query parameter.
    """
    said = {name: read(arguments, name) for name, read in READERS.items() if name not in OF_OFFENCE}
    return AtlasQuestion(
        said["from"],
        said["to"],
        said["measure"],
        replace(read_offence(arguments), article=said["article"], law=said["law"]),
        said["stage"],
        said["urgent"] is True,
        said["on"],
    )


def read_offence(arguments: Arguments) -> Offence:
    """Return the facts on the offence that can decide the answer.

    Raises InvalidInput if a query parameter cannot be used; the message names the query parameter.
    """
    kind, penalty, transnational, organized = (READERS[name](arguments, name) for name in OF_OFFENCE)
    return Offence(kind or "other", max_penalty_years=penalty, is_transnational=transnational, is_organized=organized)


def list_wrong(arguments: Arguments, names: Iterable[str] = ()) -> list[str]:
    """Return the names of the sent query parameters that cannot be used, in the order of the questions.

    If `names` is given, only these query parameters are checked.
    """
    asked = [name for name in READERS if not names or name in names]
    return [name for name in asked if arguments.get(name, "").strip() and _is_refused(arguments, name)]


def _is_refused(arguments: Arguments, name: str) -> bool:
    try:
        READERS[name](arguments, name)
    except InvalidInput:
        return True
    return False


def _state(arguments: Arguments, name: str) -> str:
    code = arguments.get(name, "").strip()
    if code not in list_codes():
        raise InvalidInput(gettext("%(field)s must be the ISO 3166 code of a State, such as KG.", field=name))
    return code


def _other_state(arguments: Arguments, name: str) -> str:
    code, other = _state(arguments, name), arguments.get("from", "").strip()
    if code == other:
        raise InvalidInput(gettext("%(field)s must be another State than %(other)s.", field=name, other=other))
    return code


def _code(known: Collection[str], *, required: bool = False) -> Callable[[Arguments, str], str]:
    def read(arguments: Arguments, name: str) -> str:
        code = arguments.get(name, "").strip()
        if (code or required) and code not in known:
            raise InvalidInput(gettext("%(field)s must be one of: %(codes)s.", field=name, codes=", ".join(known)))
        return code

    return read


def _words(arguments: Arguments, name: str) -> str:
    words = arguments.get(name, "").strip()
    if len(words) > LONGEST_ARTICLE_CHARACTERS:
        limits: dict[str, Any] = {"field": name, "most": LONGEST_ARTICLE_CHARACTERS}
        raise InvalidInput(gettext("%(field)s must have at most %(most)s characters.", **limits))
    return words


def _law(arguments: Arguments, name: str) -> str:
    key = arguments.get(name, "").strip()
    if key and key not in {law.key for law in list_legislation(arguments.get("from", "").strip())}:
        raise InvalidInput(gettext("%(field)s must be a law of the requesting State in this directory.", field=name))
    return key


def _flag(arguments: Arguments, name: str) -> bool | None:
    value = _code((YES, NO))(arguments, name)
    return None if not value else value == YES


def _years(arguments: Arguments, name: str) -> int | None:
    text = arguments.get(name, "").strip()
    if not text:
        return None
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_YEARS)) else -1
    if not 0 <= number <= MOST_YEARS:
        limits: dict[str, Any] = {"field": name, "least": 0, "most": MOST_YEARS}
        raise InvalidInput(gettext("%(field)s must be a whole number from %(least)s to %(most)s.", **limits))
    return number


def _day(arguments: Arguments, name: str) -> date:
    text = arguments.get(name, "").strip()
    if not text:
        return clock.today()
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else date.max
    except ValueError:
        day = date.max
    if not FIRST_DAY <= day <= LAST_DAY:
        limits = {"field": name, "first": FIRST_DAY.isoformat(), "last": LAST_DAY.isoformat()}
        raise InvalidInput(gettext("%(field)s must be a day from %(first)s to %(last)s, as YYYY-MM-DD.", **limits))
    return day


# The reader of each query parameter, in the order of the questions.
READERS: Mapping[str, Callable[[Arguments, str], Any]] = {
    "from": _state,
    "to": _other_state,
    "measure": _code(MEASURES, required=True),
    "offence": _code(OFFENCES),
    "law": _law,
    "article": _words,
    "penalty": _years,
    "transnational": _flag,
    "organized": _flag,
    "stage": _code(STAGES),
    "urgent": _flag,
    "on": _day,
}
