"""Checks a rule of a requirement sheet. An answer needs a note in words. A rule on a field that asks for a yes or no
(`is_question`) needs an answer. No rule may be empty. Only a step on the way within the State names an office and
days."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.vocabulary import ROUTE, TOPICS

NOTE_MISSING = _l("Say in words when this rule applies, or what it is based on: an answer alone is misread.")
ANSWER_MISSING = _l("Choose yes, no, on conditions or not known.")
NOTHING_SAID = _l("Say what the rule is: an answer, languages or words.")
OFFICE_MISSING = _l("Choose the office or its kind, or say in words who gets the request.")
STEP_ONLY = _l("Only for the topic “Way within the State”. Leave this empty here.")
DAYS_ODD = _l("Write a number of days, from 1 to 3,650.")
MOST_DAYS = 3650
OF_STEP = ("office_key", "office_kind", "days", "basis")
# A rule is checked only if one of these details changes. Other edits of an incomplete rule stay possible.
CONCERNED = frozenset({"topic", "answer", "text", "languages", *OF_STEP})


def rule_problems(values: Mapping[str, Any], touched: Iterable[str]) -> dict[str, Any]:
    """Return complaints about a rule, keyed by detail name. `touched` are the details that change."""
    if CONCERNED.isdisjoint(detail.partition(".")[0] for detail in touched):
        return {}
    has_text = any(value for detail, value in values.items() if detail.startswith("text."))
    topic, answer = TOPICS.get(str(values.get("topic"))), values.get("answer")
    if wrong := _step_problems(values, has_text):
        return wrong
    if answer and not has_text:
        return {"text": NOTE_MISSING}
    if not (answer or has_text or values.get("languages") or topic is TOPICS[ROUTE]):
        return {"answer" if topic is not None and topic.is_question else "text": NOTHING_SAID}
    is_open = topic is not None and topic.is_question and not answer
    return {"answer": ANSWER_MISSING} if is_open and not {"topic", "answer"}.isdisjoint(touched) else {}


def _step_problems(values: Mapping[str, Any], has_text: bool) -> dict[str, Any]:
    if values.get("topic") != ROUTE:
        return {detail: STEP_ONLY for detail in OF_STEP if values.get(detail)}
    if not (has_text or values.get("office_key") or values.get("office_kind")):
        return {"office_kind": OFFICE_MISSING}
    days = str(values.get("days") or "")
    return {"days": DAYS_ODD} if days and not (days.isdecimal() and 0 < int(days) <= MOST_DAYS) else {}
