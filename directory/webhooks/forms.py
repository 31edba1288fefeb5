"""Forms with which a person adds a webhook and renews its secret."""

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import ValidationError

from directory.errors import InvalidInput
from directory.forms import Form, at_most, required, visible_characters_only
from directory.webhooks.transport import usable_url

LONGEST_URL_CHARACTERS = 500


class WebhookForm(Form):
    """Adds a webhook. After validation, `url.data` is normalized."""

    url = StringField(
        _l("Address of the receiver"), [required(), at_most(LONGEST_URL_CHARACTERS), visible_characters_only]
    )
    token = SelectField(_l("Token of the program"), [required()])

    def validate_url(self, field: StringField) -> None:
        """Raise ValidationError if the address is no https address of a usable host. Asks the name servers, unless
        the address has another error already."""
        try:
            field.data = usable_url(field.data, current_app.config["SETTINGS"].webhook_hosts)
        except InvalidInput as refused:
            raise ValidationError(str(refused)) from refused


class SecretForm(Form):
    """Renews the secret of a webhook."""

    ends_former = BooleanField(_l("End the former secret at once"))
