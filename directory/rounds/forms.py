"""Forms to ask several States the same, and to add a State later."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from directory.checked_forms import CheckedForm
from directory.consultations.forms import text_fields
from directory.consultations.forms.actions import outline_field
from directory.forms import Form, required
from directory.i18n import current_language, territory_name
from directory.phrasebook.forms import WordsRequired
from directory.rounds.named_states import find_named, find_named_in_phrases
from directory.vocabulary import URGENCIES

LONGEST_LINE_CHARACTERS = 2000
DESK, LINE = "desk_", "line_"
NAMES_STATES = _l(
    "This text names a State that you ask: %(states)s. States that read it would learn that another is asked. Take the"
    " name out, or confirm that it may stay."
)


class NamingForm(Form):
    """Base of forms whose texts are refused if they name a State that must not learn of another, unless the writer
    confirms them. `is_naming` says that one did: then the box `names_states` is to be shown."""

    names_states = BooleanField(_l("I have checked the text: the States that it names may stay in it."))
    is_naming = False

    def refuse_named(self, name: str, found: Sequence[str]) -> bool:
        """Return whether a field may stay as it is: it names no State (`found`), or the writer has confirmed it. If
        not, add an error to the field."""
        self.is_naming = self.is_naming or bool(found)
        if not found or self.names_states.data:
            return True
        self[name].errors = [*self[name].errors, NAMES_STATES % {"states": _names(found)}]
        return False


class RoundForm(NamingForm, text_fields.PhrasedForm):
    """A question to the desks of several States. `round_form` adds the fields of each State."""

    # The codes of the States, and of that which asks.
    states: tuple[str, ...] = ()
    home = ""

    measure = SelectField(_l("Measure"), [required()])
    offence = SelectField(_l("Offence"), [required()])
    stage = SelectField(_l("Stage"), [Optional()])
    treaty = SelectField(_l("Treaty in mind"), [Optional()])
    urgency = RadioField(
        _l("Urgency"), [required()], choices=[SelectChoice(code, one.label) for code, one in URGENCIES.items()]
    )
    subject = text_fields.one_line(_l("Subject"), required())
    text = text_fields.long_text(_l("Your question"), WordsRequired())
    outline = outline_field()
    # The public id of the round, so that a form sent twice opens one.
    key = HiddenField()

    def written(self) -> list[str]:
        """Return the texts to check for personal data."""
        return [self.subject.data or "", self.text.data or "", *(self.line(code) for code in self.states)]

    def desk(self, state: str) -> str:
        """Return the desk that was chosen for a State."""
        return self[f"{DESK}{state}"].data or ""

    def line(self, state: str) -> str:
        """Return the text for one State alone."""
        return self[f"{LINE}{state}"].data or ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. A text that names a State which is asked too is refused unless
        `names_states` is ticked."""
        is_valid = super().validate(extra_validators)
        for name in ("subject", "text"):
            is_valid = self.refuse_named(name, find_named(self[name].data or "", self.states)) and is_valid
        for code in self.states:
            others = [one for one in self.states if one != code]
            is_valid = self.refuse_named(f"{LINE}{code}", find_named(self.line(code), others)) and is_valid
        if not self.phrases.errors:
            found = find_named_in_phrases(self.phrases.data, self.home, self.states)
            is_valid = self.refuse_named("phrases", found) and is_valid
        return is_valid


class AddStateForm(NamingForm, CheckedForm):
    """A further State of a round: its desk, and a text for it alone. `others` are the codes of the States that are
    asked already."""

    others: tuple[str, ...] = ()

    desk = SelectField(_l("Desk"), [required()])
    line = text_fields.long_text(_l("For this State alone"), Optional(), most=LONGEST_LINE_CHARACTERS)
    as_it_is = BooleanField(_l("I have checked the text: it names no suspect, victim or witness. Send it unchanged."))
    looked_through = ("line",)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. A text that names a State which is asked already is refused unless
        `names_states` is ticked."""
        is_valid = super().validate(extra_validators)
        return self.refuse_named("line", find_named(self.line.data or "", self.others)) and is_valid


def round_form(
    desks: Mapping[str, Sequence[tuple[str, str]]], filled_in: Mapping[str, Any], sent: Any = None
) -> RoundForm:
    """Return the form for these States. `desks` maps the code of each State to its desks as pairs of key and label, the
    first of which is preselected. `sent` is the body of an API request, or None."""
    fields: dict[str, Any] = {"states": tuple(desks)}
    for code, offered in desks.items():
        fields[f"{DESK}{code}"] = SelectField(
            _l("Desk"),
            [required()],
            choices=[SelectChoice(key, label) for key, label in offered],
            default=next((key for key, _label in offered), ""),
        )
        fields[f"{LINE}{code}"] = text_fields.long_text(
            _l("For this State alone"), Optional(), most=LONGEST_LINE_CHARACTERS
        )
    made = type("Form", (RoundForm,), fields)
    form: RoundForm = made(sent, **filled_in) if sent is not None else made(**filled_in)
    return form


def _names(states: Sequence[str]) -> str:
    return ", ".join(territory_name(code, current_language()) for code in states)
