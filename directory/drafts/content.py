"""The content of a draft: codes of States, treaties and measures, and texts by field and language."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from directory.vocabulary import MEASURE_QUESTIONS, MEASURES, OUTSIDE_GENERAL_SHEET, PERSON_ROLES, QUESTIONS

JOINT = "joint_investigation"


@dataclass(frozen=True)
class DraftPerson:
    """A person in a draft, without a name. `number` stays the same while the person is in the draft."""

    number: int
    role: str
    nationality: str = ""


Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class DraftContent:
    """A whole draft.

    - `texts`: maps a field's name (see DRAFT_PARTS, `question_field` and `person_field`) to the field's text in each
      language
    - `done`: keys of the ticked rules of the requested State's requirement sheet
    - `others`: further States of a joint investigation
    """

    requesting: str = ""
    requested: str = ""
    requesting_authority: str = ""
    requested_authority: str = ""
    measures: tuple[str, ...] = ()
    offence: str = "other"
    max_penalty_years: int | None = None
    is_transnational: bool | None = None
    is_organized: bool | None = None
    stage: str = ""
    is_urgent: bool = False
    treaties: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    assurances: tuple[str, ...] = ()
    persons: tuple[DraftPerson, ...] = ()
    done: tuple[str, ...] = ()
    texts: Texts = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @property
    def is_joint(self) -> bool:
        """Whether the draft proposes a joint investigation."""
        return JOINT in self.measures

    @property
    def team(self) -> tuple[str, ...]:
        """The further States of a joint investigation, without the requesting and the requested State. For any other
        draft, the tuple is empty."""
        named = (self.requesting, self.requested)
        return tuple(state for state in self.others if self.is_joint and state not in named)

    @property
    def sends_something(self) -> bool:
        """Whether the draft asks for evidence or information, or offers them. False if every measure is the surrender
        or protection of a person."""
        return not self.measures or any(MEASURES[code].family not in OUTSIDE_GENERAL_SHEET for code in self.measures)

    def text(self, name: str, language: str) -> str:
        """Return the text of a field in a language, or "" if the field has no such text."""
        return self.texts.get(name, {}).get(language, "")

    def has(self, name: str) -> bool:
        """Return whether a field has a text in any language."""
        return any(self.texts.get(name, {}).values())

    def with_texts(self, written: Mapping[str, str], language: str) -> "DraftContent":
        """Return a copy with the new texts in `written`, which maps names of fields to texts in `language`. An empty
        text deletes the old text. All other texts stay."""
        texts = {name: dict(by_language) for name, by_language in self.texts.items()}
        for name, text in written.items():
            by_language = texts.setdefault(name, {})
            by_language.pop(language, None)
            if text:
                by_language[language] = text
        return replace(self, texts={name: found for name, found in texts.items() if found})

    def characters(self) -> int:
        """Return the number of characters of all texts in all languages."""
        return sum(len(text) for by_language in self.texts.values() for text in by_language.values())

    def lines(self) -> int:
        """Return the number of lines of all texts in all languages, as typed."""
        return sum(len(text.splitlines()) for by_language in self.texts.values() for text in by_language.values())

    def languages(self) -> list[str]:
        """Return the languages in which texts are written, the most used first."""
        used = [code for by_language in self.texts.values() for code in by_language]
        return sorted(set(used), key=lambda code: (-used.count(code), code))

    def question_fields(self, measure: str) -> list[tuple[str, str]]:
        """Return the questions of a measure as pairs of the question's code and the name of its field.

        Questions that the measure no longer asks come last. They are included only if the draft has a text on them, so
        that the text is not lost.
        """
        asked = MEASURE_QUESTIONS[measure].all
        kept = (one for one in QUESTIONS if one not in asked and self.has(question_field(measure, one)))
        return [(question, question_field(measure, question)) for question in (*asked, *kept)]


def question_field(measure: str, question: str) -> str:
    """Return the name of the field for a question about a measure."""
    return f"{measure}.{question}"


def person_field(person: DraftPerson) -> str:
    """Return the name of the field for the facts about a person, such as `person.2`."""
    return f"person.{person.number}"


def person_label(persons: Sequence[DraftPerson], person: DraftPerson) -> str:
    """Return the label of a person in a draft, such as `Witness 2`."""
    same = [one.number for one in persons if one.role == person.role]
    return f"{PERSON_ROLES.label(person.role)} {same.index(person.number) + 1}"


def to_json(content: DraftContent) -> str:
    """Return a draft as JSON text."""
    return json.dumps(asdict(content), ensure_ascii=False)


def from_json(text: str) -> DraftContent:
    """Return the draft in a JSON text that `to_json` wrote."""
    values: dict[str, Any] = json.loads(text)
    codes = {one.name for one in fields(DraftContent) if str(one.type).startswith("tuple")} - {"persons"}
    # The JSON of an old draft may lack fields that were added later, and may repeat a code thousands of times.
    values |= {name: tuple(dict.fromkeys(values.get(name, ()))) for name in codes}
    return DraftContent(**(values | {"persons": tuple(DraftPerson(**one) for one in values["persons"])}))
