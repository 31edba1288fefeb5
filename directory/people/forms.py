"""Forms about people: role and scope, invitations, requests for access, handovers, tokens, and forgetting a person.

The view of each form sets its choices.
"""

import unicodedata
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from directory.accounts.passwords import fault_of
from directory.accounts.queries import is_address
from directory.forms import CheckboxesField, ConditionallyRequired, Form, NumberField, at_most, required
from directory.i18n import DEFAULT
from directory.models.account import ADDRESS_CHARACTERS, PERSON_NAME_CHARACTERS
from directory.people.choices import Choices
from directory.people.service.api_tokens import MOST_DAYS
from directory.vocabulary import DESK_ROLES

LONGEST_WORDS_CHARACTERS = 2000


def no_control_characters(form: Form, field: Any) -> None:
    """Refuse characters that cannot be seen (Unicode categories Cc, Cf, Co and Cs), except line breaks."""
    seen = (field.data or "").replace("\r", "").replace("\n", "")
    if any(unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") for character in seen):
        raise ValidationError(_l("Leave out characters that cannot be seen."))


def address(form: Form, field: Any) -> None:
    """Refuse an input that is not exactly one mail address."""
    if not is_address(field.data or ""):
        raise ValidationError(_l("This is not a mail address. An example of one: name@example.org."))


def strip(text: str | None) -> str:
    """Return a text without white space at its start and end. None becomes ""."""
    return (text or "").strip()


def _name(label: Any) -> StringField:
    return StringField(label, [required(), at_most(PERSON_NAME_CHARACTERS), no_control_characters], filters=[strip])


def _email(label: Any, *rules: Any) -> EmailField:
    return EmailField(label, [*(rules or (required(),)), at_most(ADDRESS_CHARACTERS), address], filters=[strip])


def _words(label: Any, *rules: Any) -> TextAreaField:
    return TextAreaField(label, [*rules, at_most(LONGEST_WORDS_CHARACTERS), no_control_characters], filters=[strip])


class NetworksField(CheckboxesField):
    """The networks to which a person is admitted."""

    def offer(self, choices: Choices, *, needs_one: bool) -> None:
        """Set the choices, and whether at least one must be chosen (`needs_one`). If one must be chosen and there is
        only one choice, a new form has this choice ticked."""
        self.choices = choices
        self.flags.conditional = needs_one
        if needs_one and len(choices) == 1 and self.raw_data is None:
            self.data = [choices[0][0]]

    def pre_validate(self, form: Form) -> None:
        """Refuse a network that is not offered. Also refuse a form without a network if at least one must be chosen."""
        super().pre_validate(form)
        if self.flags.conditional and not self.data:
            raise ValidationError(_l("Choose one network at least: you look after people of your networks alone."))


class ScopeForm(Form):
    """Role, authority, networks and desks of a person. The State was chosen on an earlier page."""

    role = SelectField(_l("Role"), [required()])
    authority = SelectField(_l("Authority"), [Optional()])
    networks = NetworksField(_l("Networks"))
    desks = CheckboxesField(_l("Desks that the person staffs"))
    desk_role = SelectField(_l("What the person does there"), [required()], default=next(iter(DESK_ROLES)))

    def offer(self, roles: Choices, authorities: Choices, desks: Choices, tasks: Choices) -> None:
        """Set the choices of all fields except the networks. `tasks` are the roles that a person may have at a desk."""
        self.role.choices, self.authority.choices = roles, authorities
        self.desks.choices, self.desk_role.choices = desks, tasks

    def desks_with_roles(self) -> dict[str, str]:
        """Return the chosen role for each chosen desk."""
        return dict.fromkeys(self.desks.data or (), self.desk_role.data)


class InvitationForm(ScopeForm):
    """Invites a person.

    The fields are role and scope, the mail address, and the language of the letter.
    """

    email = _email(_l("Mail address of the office"))
    language = SelectField(_l("Language of the invitation"), [required()])


class AcceptForm(Form):
    """Accepts an invitation. Role and scope come from the invitation."""

    email = _email(_l("Mail address that the invitation was sent to"))
    name = _name(_l("Your name"))
    password = PasswordField(_l("Password"), [required()])

    def validate_password(self, field: Any) -> None:
        """Refuse a password that is too short, too long or easy to guess (rule: `fault_of`)."""
        fault = fault_of(field.data or "", self.name.data or "", self.email.data or "")
        if fault:
            raise ValidationError(fault)


class AccessRequestForm(Form):
    """The form with which a visitor asks for access. The State was chosen on an earlier page."""

    name = _name(_l("Your name"))
    office = _name(_l("Your office and position"))
    email = _email(_l("Mail address of your office"))
    authority = SelectField(_l("Authority"), [Optional()])
    networks = CheckboxesField(_l("Networks that you need"))
    reason = _words(_l("What you need access for"), required())


class ApprovalForm(Form):
    """Approves a request for access, and states the networks to which the person is admitted."""

    networks = NetworksField(_l("Networks"))


class RefusalForm(Form):
    """Refuses a request for access. The person gets the reason by mail."""

    reason = SelectField(_l("Reason"), [required()])


class HandoverForm(Form):
    """Starts the handover of a person who leaves.

    The fields are the successor, what passes to the successor, and the last day of the person who leaves.
    """

    successor = SelectField(_l("Successor who has an account"), [ConditionallyRequired(), Optional()])
    email = _email(_l("Or the office address of a successor to be invited"), ConditionallyRequired(), Optional())
    language = SelectField(_l("Language of the invitation"), [required()], default=DEFAULT)
    ends_on = DateField(_l("Last day of the person who leaves"), [InputRequired(_l("Write a date, like 2026-12-31."))])
    desks = CheckboxesField(_l("Desks handed over"))
    networks = CheckboxesField(_l("Networks handed over"))
    authority = BooleanField(_l("The authority is handed over"))
    role = BooleanField(_l("Role and scope are handed over"))
    shifts = BooleanField(_l("The successor takes over the shifts on the rota after the last day"), default=True)
    note = _words(_l("Note for the person who signs off the handover"))

    @property
    def successor_id(self) -> int | None:
        """The account id of the chosen successor, or None."""
        return int(self.successor.data) if self.successor.data else None

    def desks_with_shifts(self, desks: Iterable[str]) -> list[str]:
        """Return the keys in `desks` of desks at which the successor takes over the shifts. If the form was not sent
        yet, return all of `desks`."""
        if not self.is_submitted():
            return list(desks)
        return [key for key in desks if self.shifts.data and key in (self.desks.data or ())]

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether all fields are valid and the form names exactly one successor: an account or an address."""
        is_valid = bool(super().validate(extra_validators))
        if bool(self.email.data) != bool(self.successor.data):
            return is_valid
        wanted = _l("Choose a successor who has an account, or write the address of one to invite.")
        self.email.errors = [*self.email.errors, wanted]
        return False


class TokenForm(Form):
    """Makes a token of the API."""

    label = _name(_l("What the token is for"))
    scope = SelectField(_l("What a program may do with it"), [required()])
    days = NumberField(
        _l("Days that the token is valid"),
        [InputRequired(_l("Write a number.")), NumberRange(1, MOST_DAYS, _l("Write a number from 1 to 365."))],
        default=90,
    )


class ForgettingForm(Form):
    """Confirms that a person is to be forgotten (erased)."""

    understood = BooleanField(_l("Yes: erase this person's name and address for good"), [required()])
