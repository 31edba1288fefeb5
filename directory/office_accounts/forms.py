"""Forms of issuers, and of accepting an invitation with the account of the office."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from directory.forms import ConditionallyRequired, Form, at_most, required, visible_characters_only
from directory.models.office_account import CLIENT_ID_CHARACTERS, ISSUER_NAME_CHARACTERS, URL_CHARACTERS
from directory.office_accounts.connection import is_issuer_address
from directory.office_accounts.service import IssuerTerms
from directory.people.forms import AcceptForm

LONGEST_SECRET_CHARACTERS = 500
LONGEST_VALUES_CHARACTERS = 500
FILL_IN = _l("Fill in this field.")


def visible_ascii_only(_form: Form, field: Any) -> None:
    """Refuse what cannot be sent in a header: white space, and characters outside ASCII."""
    text = field.data or ""
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValidationError(_l("Copy this as the issuer shows it, without spaces."))


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _values(label: Any) -> StringField:
    return StringField(
        label, [Optional(), at_most(LONGEST_VALUES_CHARACTERS), visible_characters_only], filters=[_stripped]
    )


class IssuerForm(Form):
    """What an administrator says of an issuer. The view sets the choices of `jurisdiction` and `authority`.
    `seen` is the version that the form showed; a new issuer has none."""

    name = StringField(
        _l("Name on the sign-in page"),
        [required(), at_most(ISSUER_NAME_CHARACTERS), visible_characters_only],
        filters=[_stripped],
    )
    url = StringField(
        _l("Address of the issuer"), [required(), at_most(URL_CHARACTERS), visible_ascii_only], filters=[_stripped]
    )
    client_id = StringField(
        _l("Client ID"), [required(), at_most(CLIENT_ID_CHARACTERS), visible_ascii_only], filters=[_stripped]
    )
    client_secret = PasswordField(
        _l("Client secret"), [ConditionallyRequired(), at_most(LONGEST_SECRET_CHARACTERS), visible_ascii_only]
    )
    jurisdiction = SelectField(_l("State or territory"), [required()])
    authority = SelectField(_l("Authority, if for its people alone"), [Optional()])
    acr_values = _values(_l("Values of acr that stand for two factors"))
    amr_values = _values(_l("Values of amr that stand for two factors"))
    tells_of_logout = BooleanField(_l("The issuer tells this site when a session there ends (back-channel logout)"))
    seen = HiddenField()

    def validate_url(self, field: StringField) -> None:
        """Refuse an address that is not written as issuers are, since it is compared letter by letter."""
        if not is_issuer_address(field.data):
            raise ValidationError(_l("Write the https address exactly as the issuer itself names it, without ? and #."))

    def validate_client_secret(self, field: PasswordField) -> None:
        """Require the secret of a new issuer."""
        if not field.data and not self.seen.data:
            raise ValidationError(FILL_IN)

    def show_version(self, version: str) -> None:
        """Set the version that the page shows."""
        self.seen.data, self.seen.raw_data = version, None

    def terms(self) -> IssuerTerms:
        """Return the values of the form."""
        return IssuerTerms(
            self.name.data,
            self.url.data,
            self.client_id.data,
            self.client_secret.data or "",
            self.jurisdiction.data,
            self.authority.data or "",
            self.acr_values.data.split(),
            self.amr_values.data.split(),
            bool(self.tells_of_logout.data),
        )


class AcceptByOfficeForm(AcceptForm):
    """Accepts an invitation without a password. The view sets the choices of `issuer`."""

    issuer = SelectField(_l("Account of the office"), [required()])
    password = None


class RemoveIssuerForm(Form):
    """A form without fields: removes an issuer."""
