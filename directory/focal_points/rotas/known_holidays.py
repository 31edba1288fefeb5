"""Public holidays of a State from the library `holidays`, with their names in the languages of the library."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from holidays import country_holidays

from directory.access.facts import Text

Names = Mapping[str, str]


@lru_cache(maxsize=500)
def known_holidays(state: str, year: int) -> Mapping[date, Names]:
    """Return the holidays of a State in a year, keyed by day and sorted. The value of each day contains the names of
    the holiday, keyed by language. The name in the original language comes first.

    Movable holidays may be wrong by one day. A State that the library does not know has no holidays.
    """
    try:
        calendar = country_holidays(state)
    except NotImplementedError:
        return {}
    original = calendar.default_language or "en_US"
    found: dict[date, dict[str, str]] = {}
    for spoken in dict.fromkeys((original, *calendar.supported_languages)):
        days = country_holidays(state, years=year, language=spoken if calendar.supported_languages else None)
        for day, name in sorted(days.items()):
            found.setdefault(day, {}).setdefault(spoken.partition("_")[0], name)
    return found


def in_words(names: Names, language: str) -> Text:
    """Return the name of a holiday in the reader's language, or else its original name."""
    chosen = language if language in names else next(iter(names))
    return Text(names[chosen], chosen, chosen == language)


def name_in(state: str, year: int, name: str, language: str) -> Text:
    """Return the name of a confirmed holiday in the reader's language.

    A name that the library does not know is returned unchanged.
    """
    return next((in_words(names, language) for names in _called(state, year, name)), Text(name))


def _called(state: str, year: int, name: str) -> Iterator[Names]:
    return (names for names in known_holidays(state, year).values() if name in names.values())
