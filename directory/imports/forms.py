"""The form with which a person uploads a file for import."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from directory.forms import Form


class FileForm(Form):
    """A form for one file of rows."""

    file = FileField(_l("File"), validators=[FileRequired(message=_l("Choose a file."))])
