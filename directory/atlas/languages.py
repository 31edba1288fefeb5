"""The languages in which a request may be written."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.atlas.question import AtlasQuestion
from directory.atlas.sheet_statements import SheetStatement, applicable

TOPIC = ("languages",)


@dataclass(frozen=True)
class AcceptedLanguage:
    """One language by its code, with the statement that accepts it."""

    code: str
    said: SheetStatement


def accepted(
    question: AtlasQuestion,
    usable: Sequence[str],
    by_state: Sequence[SheetStatement],
    by_treaties: Sequence[SheetStatement],
) -> list[AcceptedLanguage]:
    """Return the accepted languages, each once.

    First stand the languages that the requested State names under a usable treaty, then those that it names in general,
    then those that the treaties themselves name. For a language named twice, a statement with a source is preferred.
    """
    said = applicable(by_state, usable, question.measure, TOPIC)
    said += applicable(by_treaties, usable, question.measure, TOPIC)
    found: dict[str, AcceptedLanguage] = {}
    for one in said:
        for code in one.languages:
            if code not in found or (one.is_supported and not found[code].said.is_supported):
                found[code] = AcceptedLanguage(code, one)
    return list(found.values())
