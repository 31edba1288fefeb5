"""What a request must be before a view sees it: of characters and numbers that both databases can compare; and which
characters nobody sees."""

import re
import unicodedata
from urllib.parse import urlsplit

from flask import current_app, request
from flask_babel import lazy_gettext as _l

from directory.errors import InvalidInput, NotFound
from directory.web.hosts import LOOPBACK, host_name

# PostgreSQL takes no such character in a text, and no larger number for a row.
NUL = "\0"
LARGEST_NUMBER = 2**31 - 1
NOT_JSON = (ValueError, RecursionError)
"""What `json.loads` raises of a text that is no JSON, nests too deep or holds a number of thousands of digits."""
HEALTH = ("/healthz", "/readyz")
OTHER_HOST = _l("This is not the address of this site. Open it by the address that its operator gave you.")
# Unicode TR 36: what is not seen can change the order, or be all that differs. Some scripts need these in words.
INSIDE_WORDS = frozenset("\u00ad\u061c\u200c\u200d\u200e\u200f")
UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
# More marks on one letter than any language has cover the lines around.
MOST_MARKS_ON_A_LETTER = 4
MARKS = re.compile(rf"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{{{MOST_MARKS_ON_A_LETTER + 1},}}")


def nfc_normalized(text: str) -> str:
    """Return a text in the one form of its letters in which all is kept and compared (Unicode TR 15, NFC)."""
    return unicodedata.normalize("NFC", text)


def is_plain_line(text: str) -> bool:
    """Return whether a text holds no character that is not seen, line ends included, but for those inside words, and no
    letter under a heap of marks."""
    is_seen = all(unicodedata.category(one) not in UNSEEN or one in INSIDE_WORDS for one in text)
    return is_seen and not MARKS.search(text)


def is_plain_text(text: str) -> bool:
    """Return the same of each line of a text."""
    return all(map(is_plain_line, text.replace("\r\n", "\n").split("\n")))


def refuse_other_hosts() -> None:
    """Refuse a request to a host that is not the site's: it would stand on the pages that are kept. Whoever asks for
    the health of a machine names it as they like."""
    hosts = {*LOOPBACK, urlsplit(current_app.config["SETTINGS"].site_address).hostname}
    if host_name(request) not in hosts and request.path not in HEALTH:
        raise InvalidInput(OTHER_HOST)


def refuse_invalid() -> None:
    """Refuse what no address and no form of ours holds, before a query meets it."""
    parts = (request.view_args or {}).values()
    if NUL in request.path or any(isinstance(part, int) and part > LARGEST_NUMBER for part in parts):
        raise NotFound
    sent = [pair for values in (request.args, request.form) for pair in values.items(multi=True)]
    names = [(name, file.filename or "") for name, file in request.files.items(multi=True)]
    if any(NUL in text for pair in (*sent, *names) for text in pair):
        raise InvalidInput(_l("Leave out characters that cannot be seen."))
