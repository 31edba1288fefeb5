"""The request class of the app. It limits the number of fields of a form before the form is parsed."""

from io import BytesIO
from typing import IO, Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

# The largest form of the site, an entry with MOST_ROWS open rows, has fewer fields. Werkzeug bounds only the parts of
# multipart forms.
MOST_FIELDS = 10_000
# The longest list of checkboxes has a box for each State, treaty or law of the directory.
MOST_VALUES_OF_A_FIELD = 1_000
URLENCODED = "application/x-www-form-urlencoded"


class BoundedFormParser(FormDataParser):
    """Parses forms as Werkzeug does, and also limits the number of fields of urlencoded forms."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], Any, Any]:
        """Return the rest of the stream, the fields and the files of a form.

        Raises RequestEntityTooLarge for more than MOST_FIELDS fields, or more than MOST_VALUES_OF_A_FIELD fields with
        one name.
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
    """A request whose forms have a limited number of fields."""

    form_data_parser_class = BoundedFormParser
