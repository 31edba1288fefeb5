"""The request class of the app: it bounds the number of a form's fields before the form is parsed."""

from io import BytesIO
from typing import IO, Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

# The largest form of the site, an entry with MOST_ROWS open rows, has fewer fields. Werkzeug bounds only the parts of
# multipart forms.
MOST_FIELDS = 10_000
# The longest list of boxes has one for each State, treaty or law of the directory.
MOST_VALUES_OF_A_FIELD = 1_000
URLENCODED = "application/x-www-form-urlencoded"


class BoundedFormParser(FormDataParser):
    """Parses forms as Werkzeug does, and bounds the fields of urlencoded ones."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], Any, Any]:
        """Return the rest of the stream, the fields and the files of a form.

        Raises RequestEntityTooLarge above MOST_FIELDS fields, or MOST_VALUES_OF_A_FIELD fields of one name.
        """
        if mimetype == URLENCODED:
            body = stream.read()
            if body.count(b"&") >= MOST_FIELDS:
                raise RequestEntityTooLarge
            stream = BytesIO(body)
        rest, form, files = super().parse(stream, mimetype, content_length, options)
        if any(len(values) > MOST_VALUES_OF_A_FIELD for _, values in form.lists()):
            raise RequestEntityTooLarge
        return rest, form, files


class BoundedRequest(Request):
    """A request whose forms are bounded."""

    form_data_parser_class = BoundedFormParser
