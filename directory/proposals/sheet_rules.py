"""Checks a rule of a requirement sheet. An answer needs a note in words. A rule on a field that asks for a yes or no
(`is_question`) needs an answer. No rule may be empty."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.vocabulary import TOPICS

NOTE_MISSING = _l("Say in words when this rule applies, or what it is based on: an answer alone is misread.")
ANSWER_MISSING = _l("Choose yes, no, on conditions or not known.")
NOTHING_SAID = _l("Say what the rule is: an answer, languages or words.")
# A rule is checked only if one of these details changes. Other edits of an incomplete rule stay possible.
CONCERNED = frozenset({"topic", "answer", "text", "languages"})


def rule_problems(values: Mapping[str, Any], touched: Iterable[str]) -> dict[str, Any]:
    """Return complaints about a rule, keyed by detail name. `touched` are the details that change."""
    if CONCERNED.isdisjoint(detail.partition(".")[0] for detail in touched):
        return {}
    has_text = any(value for detail, value in values.items() if detail.startswith("text."))
    topic, answer = TOPICS.get(str(values.get("topic"))), values.get("answer")
    if answer and not has_text:
        return {"text": NOTE_MISSING}
    if not (answer or has_text or values.get("languages")):
        return {"answer" if topic is not None and topic.is_question else "text": NOTHING_SAID}
    is_open = topic is not None and topic.is_question and not answer
    return {"answer": ANSWER_MISSING} if is_open and not {"topic", "answer"}.isdisjoint(touched) else {}
