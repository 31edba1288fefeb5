"""In which languages a request may be written."""

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
    """Return the languages accepted, each once: as the requested State says under a treaty in use, then in general,
    then as the treaties say themselves."""
    said = applicable(by_state, usable, question.measure, TOPIC)
    said += applicable(by_treaties, usable, question.measure, TOPIC)
    found: dict[str, AcceptedLanguage] = {}
    for one in said:
        for code in one.languages:
            if code not in found or (one.is_supported and not found[code].said.is_supported):
                found[code] = AcceptedLanguage(code, one)
    return list(found.values())
