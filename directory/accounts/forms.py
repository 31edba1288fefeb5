"""What a person types to sign in and to look after their account."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField

from directory.forms import Form, at_most, required
from directory.models.account import ADDRESS_CHARACTERS

LONGEST_PASSWORD_CHARACTERS = 256


class SignInForm(Form):
    """The first factor."""

    email = EmailField(_l("Mail address"), [required(), at_most(ADDRESS_CHARACTERS)])
    password = PasswordField(_l("Password"), [required(), at_most(LONGEST_PASSWORD_CHARACTERS)])
