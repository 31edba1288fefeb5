"""The form field in which a person picks sentences of the phrasebook and fills in their slots.

It works without scripts: the buttons that find, add and remove a sentence send the whole form, which is shown again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from directory.access.word_filter import normalized_words
from directory.errors import InvalidInput
from directory.phrasebook.choices import SlotInput, inputs_of
from directory.phrasebook.phrase import Phrase
from directory.phrasebook.plain_values import NOT_OFFERED
from directory.phrasebook.queries import list_phrases
from directory.phrasebook.sentences import GROUPS, PHRASES
from directory.phrasebook.spoken import MOST_SENTENCES, SpokenPhrase, check_slot
from directory.phrasebook.wording import PhrasePart, parts_of, phrase_options

TOO_MANY = _l("Choose at most %(most)s sentences.", most=MOST_SENTENCES)
# The buttons, by the end of their names.
FIND, ADD, REMOVE = "find", "add", "remove"
SECOND = "second"


@dataclass
class FilledSlot:
    """The inputs of one slot with their names and what was entered. `error` is why the value does not fit."""

    inputs: list[tuple[str, SlotInput, str]]
    error: Any = ""


@dataclass
class ChosenPhrase:
    """A sentence that was picked, with its slots by name as they were entered."""

    phrase: Phrase
    values: dict[str, str]
    errors: dict[str, Any] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[PhrasePart, ...]:
        """The sentence in the language of the page, cut at its slots."""
        return parts_of(self.phrase)


class PhrasesField(Field):  # type: ignore[misc]
    """Sentences of the phrasebook. `data` has those that were picked, once the field is valid in its written form.

    `states` are the keys of the States whose offices are offered in slots.
    """

    data: tuple[SpokenPhrase, ...]
    states: tuple[str, ...] = ()
    chosen: tuple[ChosenPhrase, ...] = ()
    words = group = ""
    is_edited = False
    unknown: tuple[str, ...] = ()

    def process(self, formdata: Mapping[str, str] | None, data: Any = None, extra_filters: Any = None) -> None:
        """Read the sentences, their slots, and which button was pressed. A form without input has no sentence."""
        self.process_errors: list[Any] = []
        self.raw_data: list[str] = []
        self.offered: dict[str, list[SlotInput]] = {}
        self.data = ()
        if not formdata:
            return
        self.raw_data = formdata.getlist(self.name)  # type: ignore[attr-defined]
        sent = {name: value for name in formdata if (value := formdata[name]) and name.startswith(f"{self.name}-")}
        rows = [_chosen(one, self._values(number, PHRASES[one], sent)) for number, one in self._known()]
        self.unknown = tuple(one for one in self.raw_data if one not in PHRASES)
        self.words = normalized_words(sent.get(f"{self.name}-words", ""))
        self.group = sent.get(f"{self.name}-group", "") if sent.get(f"{self.name}-group", "") in GROUPS else ""
        self.is_edited = any(f"{self.name}-{button}" in sent for button in (FIND, ADD, REMOVE))
        added = sent.get(f"{self.name}-choice", "") if f"{self.name}-{ADD}" in sent else ""
        if added in PHRASES and len(rows) < MOST_SENTENCES:
            rows.append(_chosen(added, {}))
        elif added in PHRASES:
            self.errors = [TOO_MANY]
        removed = sent.get(f"{self.name}-{REMOVE}", "")
        self.chosen = tuple(row for number, row in enumerate(rows) if str(number) != removed)
        self.data = tuple(SpokenPhrase(row.phrase.id, row.values) for row in self.chosen)

    def suggest(self, group: str) -> None:
        """Offer the sentences of a group first, unless the person has looked for others already."""
        if not self.is_edited:
            self.group = group

    def pre_validate(self, form: Any) -> None:
        """Check each slot, and put each value into its one written form. Raises ValidationError for a faulty value, a
        sentence that the phrasebook does not have, or too many sentences."""
        if self.unknown:
            raise ValidationError(NOT_OFFERED)
        if len(self.chosen) > MOST_SENTENCES:
            raise ValidationError(TOO_MANY)
        for row in self.chosen:
            for name in row.phrase.slots:
                try:
                    row.values[name] = check_slot(name, row.values.get(name, ""))
                except InvalidInput as refused:
                    row.errors[name] = str(refused)
        faults = dict.fromkeys(str(error) for row in self.chosen for error in row.errors.values())
        if faults:
            raise ValidationError(" ".join(faults))
        self.data = tuple(SpokenPhrase(row.phrase.id, row.values) for row in self.chosen)

    def slots_of(self, number: int) -> Iterator[FilledSlot]:
        """Yield the slots of the sentence with this number, in the order of its English text."""
        row = self.chosen[number]
        for name in row.phrase.slots:
            offered = self._inputs(name)
            first, second = _cut(row.values.get(name, ""), len(offered))
            names = (f"{self.name}-{number}-{name}", f"{self.name}-{number}-{name}-{SECOND}")
            yield FilledSlot(list(zip(names, offered, (first, second), strict=False)), row.errors.get(name, ""))

    @property
    def groups(self) -> list[tuple[str, str]]:
        """The subjects of sentences, with their labels."""
        return [(code, str(group.label)) for code, group in GROUPS.items()]

    @property
    def options(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The sentences to choose from, under the labels of their groups."""
        return phrase_options(list_phrases(self.group, self.words))

    def _inputs(self, name: str) -> list[SlotInput]:
        """Return the inputs of a slot. Several sentences may have it, and to read the choices takes long."""
        if name not in self.offered:
            self.offered[name] = inputs_of(name, self.states)
        return self.offered[name]

    def _known(self) -> Iterator[tuple[int, str]]:
        return ((number, one) for number, one in enumerate(self.raw_data[: MOST_SENTENCES + 1]) if one in PHRASES)

    def _values(self, number: int, phrase: Phrase, sent: Mapping[str, str]) -> dict[str, str]:
        names = {name: f"{self.name}-{number}-{name}" for name in phrase.slots}
        return {
            name: " ".join(filter(None, (sent.get(place, ""), sent.get(f"{place}-{SECOND}", "")))).strip()
            for name, place in names.items()
        }


class WordsRequired:
    """Requires a text, unless the form has sentences of the phrasebook in its field `phrases`."""

    field_flags = {"conditional": True}  # noqa: RUF012

    def __call__(self, form: Any, field: Any) -> None:
        """Raise ValidationError if the form says nothing."""
        if not field.data and not form.phrases.chosen:
            raise ValidationError(gettext("Write a text, or choose a sentence."))


def _chosen(one: str, values: dict[str, str]) -> ChosenPhrase:
    return ChosenPhrase(PHRASES[one], values)


def _cut(value: str, number: int) -> tuple[str, str]:
    if number == 1:
        return value, ""
    first, _space, second = value.partition(" ")
    return first, second
