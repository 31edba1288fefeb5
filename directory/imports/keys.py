"""Checks the keys in a file, finds the stored part for a row without a key, and makes new keys."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.imports.columns import KEY, SOURCED_BY, heading_of
from directory.imports.lines import FileLine, Refusal
from directory.imports.scope import OWNER
from directory.models.details import KEY_CHARACTERS
from directory.proposals.editable_columns import Values
from directory.proposals.entry_parts import fitted
from directory.tokens import public_id
from directory.web.request_validation import nfc_normalized

# The kinds of rows that get a key here if the file gives none.
PARTS = ("competence", "designation", "contact_detail")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

OUT_OF_SCOPE = _l("This entry is not in your scope.")
NO_SUCH_PART = _l(
    "No entry in your scope has the key “%(key)s”. For a new function, basis or contact leave this cell empty."
)
KEY_MISSING = _l("Give the entry a key: small letters, digits and hyphens, beginning with the code of its State.")
KEY_WRONG = _l(
    "This key is badly formed. A key has small letters, digits and hyphens, and begins with the code of its State, such"
    " as %(example)s."
)
KEY_EXAMPLE = "kg-prosecutor-general"
KEY_ELSEWHERE = _l("A key begins with the code of the State of its row, here with “%(beginning)s”.")


def refusal_of_key(line: FileLine) -> Refusal | None:
    """Return why an entry of the line's kind and State cannot have the line's key, or None if it can.

    The answer does not depend on the stored entries.
    """
    key = line.text(KEY)
    if not key or line.kind in PARTS:
        return None
    if not SLUG.fullmatch(key) or len(key) > KEY_CHARACTERS:
        return Refusal(KEY, KEY_WRONG, {"example": KEY_EXAMPLE})
    beginning = _beginning(line)
    return None if key.startswith(beginning) else Refusal(KEY, KEY_ELSEWHERE, {"beginning": beginning})


def out_of_scope(kind: str, key: str) -> Refusal:
    """Return the refusal of a row that is out of the viewer's scope, or that names an unknown entry. `key` is the key
    in the row."""
    if kind in PARTS and key:
        return Refusal(KEY, NO_SUCH_PART, {"key": key[:KEY_CHARACTERS]})
    return Refusal(KEY if key or kind not in PARTS else "authority", OUT_OF_SCOPE)


def _beginning(line: FileLine) -> str:
    state = (line.text("jurisdiction") or line.text(heading_of(OWNER)).partition("-")[0]).lower()
    return f"{state}-" if state else ""


def natural_key(kind: str, values: Values) -> tuple[Any, ...]:
    """Return the values that distinguish a part of an authority (function, designation or contact) from its other
    parts.

    Return an empty tuple for rows of other kinds.
    """
    if kind not in PARTS:
        return ()
    values = {detail: nfc_normalized(value) if isinstance(value, str) else value for detail, value in values.items()}
    details = ("means", "value") if kind == "contact_detail" else SOURCED_BY[kind]
    texts = sorted((detail, value) for detail, value in values.items() if detail.startswith("words."))
    return (kind, values.get(OWNER), *(values.get(detail) for detail in details), *texts)


def new_key(kind: str, values: Values) -> str:
    """Return a key for a new part of an authority. The key of a function contains the function's code; any other key
    contains a random part, which reveals nothing about the number of rows."""
    part = values["function"] if kind == "competence" else f"{values.get('means', 'basis')}-{public_id().lower()}"
    return fitted(f"{values[OWNER]}:{part}")
