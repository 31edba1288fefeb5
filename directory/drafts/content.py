"""What a draft holds: codes of States, treaties and measures, and what was written, by field and language."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from directory.vocabulary import MEASURE_QUESTIONS, PERSON_ROLES

JOINT = "joint_investigation"


@dataclass(frozen=True)
class DraftPerson:
    """A person by role; `number` tells apart those of one draft and stays, `nationality` is the code of a State."""

    number: int
    role: str
    nationality: str = ""


Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class DraftContent:
    """A whole draft. `texts` are by field (see DRAFT_PARTS, `question_field`, `person_field`) and then by language.

    `done` are the items of the requested State's sheet that somebody has ticked, by the keys of their rules. `others`
    are further States that a joint investigation is proposed to.
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
        """Whether a joint investigation is proposed."""
        return JOINT in self.measures

    @property
    def team(self) -> tuple[str, ...]:
        """The States to which it is proposed besides the requested one; none where it is not proposed."""
        named = (self.requesting, self.requested)
        return tuple(state for state in self.others if self.is_joint and state not in named)

    def text(self, name: str, language: str) -> str:
        """Return what was written in a field in a language; empty where nothing was."""
        return self.texts.get(name, {}).get(language, "")

    def has(self, name: str) -> bool:
        """Return whether anything was written in a field, in any language."""
        return any(self.texts.get(name, {}).values())

    def with_texts(self, written: Mapping[str, str], language: str) -> "DraftContent":
        """Return the draft with these fields as they are now in one language; an empty one is taken out."""
        texts = {name: dict(by_language) for name, by_language in self.texts.items()}
        for name, text in written.items():
            by_language = texts.setdefault(name, {})
            by_language.pop(language, None)
            if text:
                by_language[language] = text
        return replace(self, texts={name: found for name, found in texts.items() if found})

    def characters(self) -> int:
        """Return how much was written, in all languages together."""
        return sum(len(text) for by_language in self.texts.values() for text in by_language.values())

    def lines(self) -> int:
        """Return of how many lines that is, as their writers ended them."""
        return sum(len(text.splitlines()) for by_language in self.texts.values() for text in by_language.values())

    def languages(self) -> list[str]:
        """Return the languages in which something was written, the one with most first."""
        used = [code for by_language in self.texts.values() for code in by_language]
        return sorted(set(used), key=lambda code: (-used.count(code), code))

    def question_fields(self, measure: str) -> list[tuple[str, str]]:
        """Return the questions of a measure, each with its field."""
        return [(question, question_field(measure, question)) for question in MEASURE_QUESTIONS[measure].all]


def question_field(measure: str, question: str) -> str:
    """Return the field in which a question about a measure is answered."""
    return f"{measure}.{question}"


def person_field(person: DraftPerson) -> str:
    """Return the field in which is written what matters of a person; never who it is."""
    return f"person.{person.number}"


def person_label(persons: Sequence[DraftPerson], person: DraftPerson) -> str:
    """Return what a person is called in a draft: `Witness 2`."""
    same = [one.number for one in persons if one.role == person.role]
    return f"{PERSON_ROLES.label(person.role)} {same.index(person.number) + 1}"


def to_json(content: DraftContent) -> str:
    """Return a draft as it is sealed."""
    return json.dumps(asdict(content), ensure_ascii=False)


def from_json(text: str) -> DraftContent:
    """Return what was sealed."""
    values: dict[str, Any] = json.loads(text)
    lists = {one.name for one in fields(DraftContent) if str(one.type).startswith("tuple")}
    # What was sealed before a field was added does not hold it.
    values |= {name: tuple(values.get(name, ())) for name in lists}
    return DraftContent(**(values | {"persons": tuple(DraftPerson(**one) for one in values["persons"])}))
