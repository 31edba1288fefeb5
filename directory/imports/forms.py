"""The form that takes a file."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from directory.forms import Form


class FileForm(Form):
    """One file of rows."""

    file = FileField(_l("File"), validators=[FileRequired(message=_l("Choose a file."))])
