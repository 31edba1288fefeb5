"""The form of the persons of a draft, with a block of fields for each person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import HiddenField

from directory import i18n
from directory.drafts import choices
from directory.drafts.content import DraftContent, DraftPerson, person_label
from directory.drafts.forms.base import PartForm
from directory.drafts.forms.fields import TEXT, one_of, text
from directory.forms import ConditionallyRequired

ROLE, NATIONALITY = "role_", "nationality_"


@dataclass(frozen=True)
class PersonRow:
    """The fields of one person, and a label such as `Witness 2`. `is_new` is true if the draft does not have the person
    yet."""

    number: int
    label: str
    fields: tuple[Any, ...]
    is_new: bool

    @property
    def is_open(self) -> bool:
        """Whether the page shows the fields unfolded: for a new person, or after an error."""
        return self.is_new or any(field.errors for field in self.fields)


class PersonsForm(PartForm):
    """The persons of a draft, one row each. `remove` is the number of the person to take out. `another` is true if one
    more person is to be added."""

    remove = HiddenField()
    another = HiddenField()

    @property
    def numbers(self) -> list[int]:
        """The numbers of the persons in the form, in order."""
        return [int(name.removeprefix(ROLE)) for name in self._fields if name.startswith(ROLE)]

    def rows(self, content: DraftContent) -> list[PersonRow]:
        """Return the fields of each person, with the labels of the draft."""
        labels = {one.number: person_label(content.persons, one) for one in content.persons}
        return [
            PersonRow(number, labels.get(number, _("Another person")), self.fields_of(number), number not in labels)
            for number in self.numbers
        ]

    def fields_of(self, number: int) -> tuple[Any, ...]:
        """Return the fields of one person: role, nationality, and the facts about the person."""
        return tuple(self[name] for name in (f"{ROLE}{number}", f"{NATIONALITY}{number}", f"{TEXT}person.{number}"))

    def persons(self) -> Iterator[DraftPerson]:
        """Yield the persons in the form, except the one to take out."""
        for number in self.numbers:
            role, nationality, _facts = self.fields_of(number)
            if role.data and str(number) != self.remove.data:
                yield DraftPerson(number, role.data, nationality.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. A row that is filled in needs a role, unless the person is taken out."""
        is_valid: bool = super().validate(extra_validators)
        for number in self.numbers:
            role, *written = self.fields_of(number)
            if str(number) != self.remove.data and not role.data and any(one.data for one in written):
                role.errors = [_("Choose a role, or empty the row.")]
                is_valid = False
        return is_valid


def person_fields(content: DraftContent, *, has_new: bool) -> dict[str, Any]:
    """Return the fields of each person of a draft. If `has_new` is true, also return the fields of one more person."""
    fields, states = {}, choices.states(i18n.current_language())
    numbered = [(one.number, person_label(content.persons, one)) for one in content.persons]
    if has_new:
        numbered.append((new_number(content), _("Another person")))
    hint = _(
        "The person’s role, for instance: is to be heard, is to be found, holds an account. Never the person’s name."
    )
    for number, label in numbered:
        # Required as soon as another field of the row is filled in.
        fields[f"{ROLE}{number}"] = one_of(
            _("%(person)s: role in the case", person=label), choices.roles(), rules=[ConditionallyRequired()]
        )
        fields[f"{NATIONALITY}{number}"] = one_of(_("%(person)s: nationality", person=label), states)
        fields[f"{TEXT}person.{number}"] = text(_("%(person)s: what matters", person=label), hint)
    return fields


def new_number(content: DraftContent) -> int:
    """Return the number for a new person of a draft: one more than the highest number in the draft."""
    return max((one.number for one in content.persons), default=0) + 1
