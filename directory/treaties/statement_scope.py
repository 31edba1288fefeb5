"""The limits within which a rule of a requirement sheet or a statement on a treaty applies.

These limits are a condition, measures, a phase, a State towards which the rule applies, and a period. A rule that is a
declaration or reservation to the depositary is named as such.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from flask_babel import gettext as _

from directory import dates, i18n
from directory.sentences import labelled, listed
from directory.vocabulary import COVERED, DEPOSITARY_STATEMENTS, PHASES, RULE_CONDITIONS


def holds_on(on: date, since: date | None, until: date | None) -> bool:
    """Return whether a day is in the period from `since` (included) to `until` (excluded). None sets no limit."""
    return (since is None or since <= on) and (until is None or on < until)


def scope_words(
    language: str,
    *,
    statement: str = "",
    condition: str = "",
    measures: Iterable[str] = (),
    phase: str = "",
    towards: str = "",
    since: date | None = None,
    until: date | None = None,
) -> tuple[str, ...]:
    """Return the limits of a rule in words, in the order of the parameters."""
    limits = _words(language, statement, condition, tuple(measures), phase, towards)
    return (*limits, *_period(language, since, until))


def _words(
    language: str,
    statement: str,
    condition: str,
    measures: tuple[str, ...],
    phase: str,
    towards: str,
) -> Iterator[str]:
    if statement:
        yield str(DEPOSITARY_STATEMENTS.label(statement))
    if condition:
        yield str(RULE_CONDITIONS.label(condition))
    if measures:
        yield labelled(_("Only for these measures"), listed(str(COVERED.label(code)) for code in measures))
    if phase:
        yield str(PHASES.label(phase))
    if towards:
        yield labelled(_("Only towards the State"), i18n.territory_name(towards, language))


def _period(language: str, since: date | None, until: date | None) -> Iterator[str]:
    if since:
        yield str(_("since %(day)s", day=dates.long_day(since, language)))
    if until:
        yield str(_("until %(day)s", day=dates.long_day(until, language)))
