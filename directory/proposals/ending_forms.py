"""The form that proposes the end of an entry."""

from collections.abc import Container, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from directory.forms import ConditionallyRequired, Form, at_most, required
from directory.proposals.source_dates import problem_of_source_date
from directory.proposals.successions import CLOSED, MERGED, REPLACED, RETIRED

SUCCESSOR_MISSING = _l("Choose the successor of this entry.")
NO_SUCCESSOR = _l("A closed entry has no successor. Choose none here, or choose “Another entry replaces it”.")


class EndingForm(Form):
    """The way in which an entry ends, its successor, and the source."""

    how = RadioField(
        _l("What happens to the entry"),
        choices=[
            SelectChoice(CLOSED, _l("The entry is closed")),
            SelectChoice(REPLACED, _l("Another entry replaces it")),
            SelectChoice(
                MERGED, _l("The entry becomes part of another authority, which takes over its desks and designations")
            ),
            SelectChoice(RETIRED, _l("The entry is removed from the directory")),
        ],
        validators=[required()],
    )
    successor = SelectField(_l("Successor"), [ConditionallyRequired()])
    source = StringField(
        _l("Source: a web address, or the office or person that says so"), validators=[required(), at_most(500)]
    )
    source_date = StringField(_l("Date of the source"), validators=[at_most(60)])
    is_verified = BooleanField(_l("I verified this information today with the office itself"))
    note = TextAreaField(_l("Note to the person who reviews the proposal"), validators=[at_most(2_000)])

    def offer(self, successors: Mapping[str, Any], ways: Container[str]) -> None:
        """Set the ways in which the entry can end, and the labels of possible successors by key."""
        self.how.choices = [one for one in self.how.choices if one.value in ways]
        self.successor.choices = [SelectChoice("", "–"), *(SelectChoice(key, name) for key, name in successors.items())]

    def validate_source_date(self, field: Any) -> None:
        """Refuse a source date that is no date, lies before 1900 or lies in the future."""
        problem = problem_of_source_date((field.data or "").strip())
        if problem is not None:
            raise ValidationError(str(problem))

    def validate_successor(self, field: Any) -> None:
        """Refuse a replacement or merger without a successor. Refuse a successor if the entry is to be closed."""
        if self.how.data == CLOSED and field.data:
            raise ValidationError(str(NO_SUCCESSOR))
        if self.how.data in (REPLACED, MERGED) and not field.data:
            raise ValidationError(str(SUCCESSOR_MISSING))
