"""Forms for signing in, and for a person's own account."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField, SelectChoice, SelectField, StringField, ValidationError

from directory.accounts.passwords import LONGEST, fault_of
from directory.forms import Form, at_most, required
from directory.i18n import LANGUAGES
from directory.models import Account
from directory.models.account import ADDRESS_CHARACTERS

LONGEST_CODE_CHARACTERS = 40
LONGEST_NAME_CHARACTERS = 60


class SignInForm(Form):
    """Mail address and password. `next` is the path to go to after signing in."""

    email = EmailField(_l("Mail address"), [required(), at_most(ADDRESS_CHARACTERS)])
    password = PasswordField(_l("Password"), [required(), at_most(LONGEST)])
    next = HiddenField()


class CodeForm(Form):
    """A one-time code or a recovery code."""

    code = StringField(_l("Code"), [required(), at_most(LONGEST_CODE_CHARACTERS)])


class WithPresentPassword(Form):
    """A form that changes the factors of an account. If `asks_password` is true, the form has a field for the present
    password."""

    current = PasswordField(_l("Your present password"), [required(), at_most(LONGEST)])

    def __init__(self, asks_password: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not asks_password:
            del self.current


class GeneratorForm(CodeForm, WithPresentPassword):
    """A form that adds a code generator, with the generator's first code."""


class RecoveryCodesForm(WithPresentPassword):
    """A form to request new recovery codes."""


class PasswordForm(Form):
    """A form that asks a signed-in person for the password again. `next` is the path to go to afterwards."""

    password = PasswordField(_l("Password"), [required(), at_most(LONGEST)])
    next = HiddenField()


class NewPasswordForm(WithPresentPassword):
    """A new password, typed twice."""

    password = PasswordField(_l("New password"), [required()])
    again = PasswordField(_l("New password again"), [required()])

    def __init__(self, account: Account, asks_password: bool = False, **kwargs: Any) -> None:
        super().__init__(asks_password, **kwargs)
        self.account = account

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a password that is short or easy to guess."""
        fault = fault_of(field.data or "", self.account.email, self.account.name)
        if fault:
            raise ValidationError(fault)

    def validate_again(self, field: PasswordField) -> None:
        """Refuse a second input that differs from the first."""
        if field.data != self.password.data:
            raise ValidationError(_l("The two passwords differ."))


class ResetForm(Form):
    """A form to request a mailed link, with which the person chooses a new password."""

    email = EmailField(_l("Mail address"), [required(), at_most(ADDRESS_CHARACTERS)])


class PasskeyForm(WithPresentPassword):
    """A form with the name of a new passkey. The script of the page fills in `credential`."""

    name = StringField(_l("Name of the passkey"), [required(), at_most(LONGEST_NAME_CHARACTERS)])
    credential = HiddenField()


class LanguageForm(Form):
    """The language in which a person gets mail."""

    language = SelectField(
        _l("Language"), [required()], choices=[SelectChoice(code, one.autonym) for code, one in LANGUAGES.items()]
    )
