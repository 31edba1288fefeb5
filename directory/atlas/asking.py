"""A question read from the arguments of an address, for pages and programs alike."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext

from directory import clock
from directory.atlas.question import Offence, Question
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Jurisdiction
from directory.vocabulary import MEASURES, OFFENCES, STAGES

YES, NO = "1", "0"
MOST_YEARS = 100
LONGEST_ARTICLE_CHARACTERS = 80
FIRST_DAY, LAST_DAY = date(1945, 1, 1), date(2100, 1, 1)

Arguments = Mapping[str, str]


def read_question(arguments: Arguments) -> Question:
    """Return the question; what is not sent is not known. Raises InvalidInput naming the argument."""
    requesting, requested = _state(arguments, "from"), _state(arguments, "to")
    if requesting == requested:
        raise InvalidInput(gettext("%(field)s must be another State than %(other)s.", field="to", other=requesting))
    return Question(
        requesting=requesting,
        requested=requested,
        measure=_code(arguments, "measure", MEASURES, required=True),
        offence=_offence(arguments),
        stage=_code(arguments, "stage", STAGES),
        is_urgent=_flag(arguments, "urgent") is True,
        on=_day(arguments, "on"),
    )


def _offence(arguments: Arguments) -> Offence:
    return Offence(
        kind=_code(arguments, "offence", OFFENCES) or "other",
        article=arguments.get("article", "").strip()[:LONGEST_ARTICLE_CHARACTERS],
        max_penalty_years=_years(arguments, "penalty"),
        is_transnational=_flag(arguments, "transnational"),
        is_organized=_flag(arguments, "organized"),
    )


def _state(arguments: Arguments, name: str) -> str:
    code = arguments.get(name, "").strip()
    if not re.fullmatch("[A-Z]{2}", code) or db.session.get(Jurisdiction, code) is None:
        raise InvalidInput(gettext("%(field)s must be the ISO 3166 code of a State, such as KG.", field=name))
    return code


def _code(arguments: Arguments, name: str, known: Collection[str], *, required: bool = False) -> str:
    code = arguments.get(name, "").strip()
    if (code or required) and code not in known:
        raise InvalidInput(gettext("%(field)s must be one of: %(codes)s.", field=name, codes=", ".join(known)))
    return code


def _flag(arguments: Arguments, name: str) -> bool | None:
    value = _code(arguments, name, (YES, NO))
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
