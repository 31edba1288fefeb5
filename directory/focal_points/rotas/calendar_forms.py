"""Forms for calendar files, and for the public holidays of a State."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, FieldList, FormField, HiddenField, StringField
from wtforms.validators import Optional

from directory.focal_points.rotas.forms import DecisionForm
from directory.forms import Form, at_most

LONGEST_NAME_CHARACTERS = 120


class CalendarFileForm(DecisionForm):
    """Takes an uploaded calendar file with the viewer's own shifts.

    `text` keeps the content of the file while the page shows the preview.
    """

    file = FileField(_l("Calendar file (.ics)"))
    text = HiddenField()


class HolidayForm(Form):
    """One public holiday. If `is_off` is true, people who do not work on holidays are off duty on that day."""

    day = DateField(_l("Day"), [Optional()])
    name = StringField(_l("Name"), [at_most(LONGEST_NAME_CHARACTERS)])
    is_off = BooleanField(_l("Public holiday"))


class HolidaysForm(Form):
    """The public holidays of a State in one year. Rows without a day are ignored."""

    version = HiddenField()
    days = FieldList(FormField(HolidayForm), max_entries=80)


def typed_days(form: HolidaysForm) -> Iterable[tuple[Any, str, bool]]:
    """Yield (day, name, `is_off`) for each row of the form that has a day."""
    for row in form.days:
        if row.form.day.data:
            yield row.form.day.data, (row.form.name.data or "").strip(), row.form.is_off.data
