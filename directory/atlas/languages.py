"""The languages in which a request may be written."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.access.facts import source_note
from directory.atlas.legal_basis import TreatyRoles
from directory.atlas.question import AtlasQuestion
from directory.atlas.sheet_statements import SheetStatement, agreed, applicable, marked, phase_position

TOPIC = ("languages",)
# The topic of a State's statements on the languages of requests that the State sends.
SENT = "languages_sent"


@dataclass(frozen=True)
class AcceptedLanguage:
    """One language in which a request is accepted, by its code, and the statement that accepts it."""

    code: str
    said: SheetStatement

    @property
    def doubt(self) -> str:
        """Why it is not certain that the language is accepted, in words for a label, or ""."""
        return (self.said.source or source_note(None)).doubt


def accepted(
    question: AtlasQuestion,
    roles: TreatyRoles,
    by_state: Sequence[SheetStatement],
    by_treaties: Sequence[SheetStatement],
) -> list[AcceptedLanguage]:
    """Return the accepted languages, each once. Languages for the request itself come first, then languages for other
    phases of the measure. Within a phase, the order is:

    - languages that a leading treaty names, or that the requested State names under a leading treaty;
    - languages that the State names in general;
    - languages that another treaty names, or that the State names under another treaty;
    - languages under any treaty that are accepted only if both States agree.
    """
    state = applicable(by_state, roles.usable, question.measure, TOPIC)
    terms = marked(applicable(by_treaties, roles.usable, question.measure, TOPIC), roles.if_bound)
    of_treaties = [one for one in (*state, *terms) if one.treaty]
    said = [
        *(one for one in of_treaties if roles.leads(one.treaty, one.article)),
        *(one for one in state if not one.treaty),
        *(one for one in of_treaties if one.treaty in roles.others and roles.governs(one.treaty, one.article)),
        *agreed(one for one in of_treaties if not roles.governs(one.treaty, one.article)),
    ]
    found: dict[str, AcceptedLanguage] = {}
    for one in sorted(said, key=lambda one: phase_position(one.phase)):
        for code in one.languages:
            if code not in found or _is_better(one, found[code].said):
                found[code] = AcceptedLanguage(code, one)
    return list(found.values())


def language_rules(
    question: AtlasQuestion,
    roles: TreatyRoles,
    by_state: Sequence[SheetStatement],
    by_treaties: Sequence[SheetStatement],
) -> list[SheetStatement]:
    """Return the leading treaties' rules on languages, in the order of use, without the rules that name a language.

    The result is empty if the requested State names languages under a leading treaty.
    """
    state = applicable(by_state, roles.leading, question.measure, TOPIC)
    if any(roles.leads(one.treaty, one.article) and one.languages and not one.phase for one in state):
        return []
    terms = marked(applicable(by_treaties, roles.leading, question.measure, TOPIC), roles.if_bound)
    return [one for one in terms if not one.languages and one.text and roles.leads(one.treaty, one.article)]


def language_laws(
    question: AtlasQuestion,
    roles: TreatyRoles,
    by_requesting: Sequence[SheetStatement],
    by_requested: Sequence[SheetStatement],
) -> list[SheetStatement]:
    """Return further statements of the two States on languages.

    First come the requesting State's statements on the requests that it sends, then the requested State's general
    statements that name no language.
    """
    sent = applicable(by_requesting, roles.usable, question.measure, (SENT,))
    general = applicable(by_requested, (), question.measure, TOPIC)
    return [*sent, *(one for one in general if one.text and not one.languages)]


def is_confirmed(languages: Sequence[AcceptedLanguage], rules: Sequence[SheetStatement]) -> bool:
    """Return whether a source supports an accepted language or one of `rules`.

    A language that is accepted only if both States agree is ignored.
    """
    named = (one.said for one in languages if not one.said.if_agreed)
    return any(said.is_supported for said in (*named, *rules))


def _is_better(one: SheetStatement, other: SheetStatement) -> bool:
    is_alike = one.if_agreed == other.if_agreed and one.phase == other.phase
    return one.is_supported and not other.is_supported and is_alike
