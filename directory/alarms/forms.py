"""Forms with which a person adds a way to be alarmed (push, SMS, call, mail), and sets after how many minutes the next
one is used."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TelField
from wtforms.validators import NumberRange

from directory.alarms.ways import MOST_WAIT_MINUTES
from directory.forms import Form, NumberField, at_most, required, visible_characters_only
from directory.vocabulary import AlarmWayKind

LONGEST_HINT_CHARACTERS = 60
LONGEST_NUMBER_CHARACTERS = 40


class DeviceForm(Form):
    """A browser that gets alarms by push, under a name that the person chooses. The script of the page fills in
    `subscription`."""

    name = StringField(
        _l("Name of the device"), [required(), at_most(LONGEST_HINT_CHARACTERS), visible_characters_only]
    )
    subscription = HiddenField()


class NumberForm(Form):
    """A phone number for SMS, calls or a messenger."""

    phone = TelField(_l("Phone number"), [required(), at_most(LONGEST_NUMBER_CHARACTERS)])


class MailForm(Form):
    """A form without fields: alarms by mail go to the address of the account."""


class WaitForm(Form):
    """How many minutes an alarm waits before it uses the next way."""

    minutes = NumberField(
        _l("Minutes"),
        [required(), NumberRange(1, MOST_WAIT_MINUTES, message=_l("Write a number from %(min)d to %(max)d."))],
    )


def form_of(kind: AlarmWayKind) -> Form:
    """Return the form that adds a way of this kind."""
    if kind is AlarmWayKind.PUSH:
        return DeviceForm()
    return MailForm() if kind is AlarmWayKind.MAIL else NumberForm()
