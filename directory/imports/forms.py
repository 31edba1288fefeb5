"""The form by which a file is sent for import."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from directory.forms import Form


class FileForm(Form):
    """Takes one file of rows."""

    file = FileField(_l("File"), validators=[FileRequired(message=_l("Choose a file."))])
