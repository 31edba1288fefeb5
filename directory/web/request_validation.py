"""Refuses requests that are for a foreign host, contain NUL or have too many fields. Normalizes text, and checks it for
invisible characters and for too many combining marks."""

import re
import unicodedata
from io import BytesIO
from typing import IO, Any, Literal
from urllib.parse import urlsplit

from flask import Request, current_app, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from directory.errors import InvalidInput, NotFound
from directory.web.response_headers import LOOPBACK, host_name

# PostgreSQL accepts neither this character in a text nor a larger row number.
NUL = "\0"
LARGEST_NUMBER = 2**31 - 1
NOT_JSON = (ValueError, RecursionError)
"""The errors of `json.loads` for invalid JSON, for JSON that nests too deep and for numbers of thousands of digits."""
# The largest form of the site, an entry with MOST_ROWS open rows, has fewer fields. Werkzeug bounds only the parts of
# multipart forms.
MOST_FIELDS = 10_000
# The longest list of checkboxes has a box for each State, treaty or law of the directory.
MOST_VALUES_OF_A_FIELD = 1_000
URLENCODED = "application/x-www-form-urlencoded"
HEALTH = ("/healthz", "/readyz")
OTHER_HOST = _l("This is not the address of this site. Open it by the address that its operator gave you.")
# The invisible characters that some scripts need inside words. Other invisible characters are refused: they can change
# the order of text, or make two texts differ that look equal. Source: Unicode TR 36.
INSIDE_WORDS = frozenset("\u00ad\u061c\u200c\u200d\u200e\u200f")
# The joiners of INSIDE_WORDS: without them, some scripts would show other words.
JOINERS = frozenset("\u200c\u200d")
REPLACED = "\N{REPLACEMENT CHARACTER}"
UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
# Source: Unicode Standard Annex 15, section 13 (Stream-Safe Text Format).
MOST_MARKS_IN_A_ROW = 30
_LONG_ROW = re.compile(rb"[^\0]{%d,}" % (MOST_MARKS_IN_A_ROW + 1))
# Characters that consist of two marks although their combining class is 0. `normalized` replaces each by the mark
# beside it when looking for long sequences of marks.
MARKS_IN_DISGUISE = {"\u0f73": "\u0f72", "\u0f75": "\u0f74", "\u0f81": "\u0f80"}
# No language uses more marks on one letter. More marks would cover the lines above and below.
MOST_MARKS_ON_A_LETTER = 4
MARKS = re.compile(rf"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{{{MOST_MARKS_ON_A_LETTER + 1},}}")


def nfc_normalized(text: str) -> str:
    """Return a text in NFC, the normal form in which text is stored and compared (Unicode TR 15). Long runs of marks
    stay as they are."""
    return normalized("NFC", text)


def normalized(form: Literal["NFC", "NFKC"], text: str) -> str:
    """Return a text in a normal form of Unicode. Sequences of more than MOST_MARKS_IN_A_ROW combining marks stay
    unchanged."""
    if text.isascii() or unicodedata.is_normalized(form, text):
        return text
    classes = text
    for one, mark in MARKS_IN_DISGUISE.items():
        classes = classes.replace(one, mark)
    done, parts = 0, []
    for row in _LONG_ROW.finditer(bytes(map(unicodedata.combining, classes))):
        parts += [unicodedata.normalize(form, text[done : row.start()]), text[row.start() : row.end()]]
        done = row.end()
    return "".join((*parts, unicodedata.normalize(form, text[done:])))


def is_plain_line(text: str) -> bool:
    """Return whether a text is one line of visible characters, with at most MOST_MARKS_ON_A_LETTER marks on each
    letter.

    The invisible characters that some scripts need inside words are allowed.
    """
    is_seen = all(unicodedata.category(one) not in UNSEEN or one in INSIDE_WORDS for one in text)
    return is_seen and not MARKS.search(text)


def is_plain_text(text: str) -> bool:
    """Return whether each line of a text has only visible characters and few combining marks (see `is_plain_line`).

    Tabs are allowed: texts that are pasted from a table hold them.
    """
    return all(map(is_plain_line, re.split(r"\r?\n|\t", text)))


def visible(text: str) -> str:
    """Return a text of unknown origin as one line of visible characters, safe for a terminal. Other characters become
    REPLACED."""
    seen = (one if one in JOINERS or unicodedata.category(one) not in UNSEEN else REPLACED for one in text)
    return MARKS.sub(REPLACED, "".join(seen))


class BoundedFormParser(FormDataParser):
    """Parses forms as Werkzeug does, with limits of the number of fields."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], Any, Any]:
        """Return the rest of the stream, the fields and the files of a form.

        Raises RequestEntityTooLarge if an urlencoded form has more than MOST_FIELDS fields, or if more than
        MOST_VALUES_OF_A_FIELD fields of any form have the same name.
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


def refuse_other_hosts() -> None:
    """Raise InvalidInput unless the request is for the site's host or for a name in LOOPBACK. Health checks are exempt.

    A cached page contains the host of the request for which it was made. Without this check, other visitors could be
    shown a foreign host.
    """
    hosts = {*LOOPBACK, urlsplit(current_app.config["SETTINGS"].site_address).hostname}
    if host_name(request) not in hosts and request.path not in HEALTH:
        raise InvalidInput(OTHER_HOST)


def refuse_invalid() -> None:
    """Raise NotFound if the path contains NUL or a row number that is too large.

    Raise InvalidInput if the query string, a form or a file name contains NUL.
    """
    parts = (request.view_args or {}).values()
    if NUL in request.path or any(isinstance(part, int) and part > LARGEST_NUMBER for part in parts):
        raise NotFound
    sent = [pair for values in (request.args, request.form) for pair in values.items(multi=True)]
    names = [(name, file.filename or "") for name, file in request.files.items(multi=True)]
    if any(NUL in text for pair in (*sent, *names) for text in pair):
        raise InvalidInput(_l("Leave out characters that cannot be seen."))
