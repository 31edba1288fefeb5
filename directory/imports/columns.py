"""The table that exports write and imports read: one row for each entry.

The heading of a column is the name of the detail, without `_key`. A text has a column for each language (`name.ru`),
and one for the code of its original language (`name.original`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.i18n import LANGUAGES
from directory.models import Authority, Competence, ContactDetail, Designation, Entry, FocalPoint
from directory.proposals.editable_columns import ORIGINAL, POSITION, EditableColumn, editable_columns
from directory.proposals.labels import label_of_kind
from directory.proposals.validation import LANGUAGE_CODE
from directory.vocabulary import AUDIENCES, CONFIDENCES

# The kinds of rows in the order of a file. A row stands after the rows to which the row refers.
KINDS: Mapping[str, type[Entry]] = {
    model.KIND: model for model in (Authority, Competence, Designation, ContactDetail, FocalPoint)
}
# A mapping from the kind of a row to details. The row states the source of the first detail that is filled.
SOURCED_BY: Mapping[str, tuple[str, ...]] = {
    "authority": ("name",),
    "competence": ("function",),
    "designation": ("treaty_key", "legislation_key", "words"),
    "contact_detail": ("value",),
    "focal_point": ("cover",),
}
KIND, KEY = "kind", "key"
# The last column of a file of refused rows. An import does not read it.
REASON = "reason"
SOURCE, SOURCE_DATE, CONFIDENCE, VERIFIED_ON = "source", "source_date", "confidence", "verified_on"
VERSION = "version"
PROVENANCE = (SOURCE, SOURCE_DATE, CONFIDENCE, VERIFIED_ON)
KEY_SUFFIX = "_key"
# The word that empties a value; an empty cell changes nothing.
EMPTIED = "(empty)"
SEPARATOR = ";"

MEANINGS: Mapping[str, Any] = {
    KIND: _l("What the row is; see the list of codes."),
    KEY: _l("The name of the entry in addresses. Leave it empty for a new function, basis or contact."),
    SOURCE: _l("Where the values are from: an address or a title, each on a line of its own."),
    SOURCE_DATE: _l("The date of the source, as it prints it."),
    CONFIDENCE: _l("How well the source supports the values; see the list of codes."),
    VERIFIED_ON: _l("The day on which you verified the values: 2026-11-25."),
    VERSION: _l("What the row was when the file was written. Leave it as it is."),
    "audience": _l("Who may read the contact; see the list of codes."),
    "authority": _l("The key of the authority."),
    "mark": _l("What sets the entry apart, as an invented one. Leave it as it is."),
}


@cache
def columns_of(kind: str) -> Mapping[str, EditableColumn]:
    """Return the columns of a kind of row, keyed by heading. A text has one item under its name, although a file has a
    column for each of its languages."""
    found = editable_columns(KINDS[kind])
    return {name.removesuffix(KEY_SUFFIX): column for name, column in found.items() if name != POSITION}


def is_fixed(kind: str, detail: str) -> bool:
    """Return whether a detail is fixed: files contain it, but an import cannot change it in an existing entry."""
    column = columns_of(kind).get(heading_of(detail).partition(".")[0])
    return column is not None and not column.is_offered


def heading_of(detail: str) -> str:
    """Return the heading of a column. `detail` is the name of a detail, or one language of a text such as `name.ru`."""
    name, dot, language = detail.partition(".")
    return name.removesuffix(KEY_SUFFIX) + dot + language


def detail_of(kind: str, heading: str) -> str:
    """Return the detail that a heading names in a kind of row, or an empty string.

    The heading of a text must name a language, other headings must not.
    """
    name, _, language = heading.partition(".")
    column = columns_of(kind).get(name)
    if column is None or column.is_text != bool(language):
        return ""
    return f"{column.name}.{language}" if language else column.name


def is_heading(heading: str) -> bool:
    """Return whether a file may have a column with this heading."""
    language = heading.partition(".")[2]
    is_language = not language or language == ORIGINAL or LANGUAGE_CODE.fullmatch(language) is not None
    return heading in (KIND, KEY, VERSION, REASON, *PROVENANCE) or (
        is_language and any(detail_of(kind, heading) for kind in KINDS)
    )


def ordered(wanted: Collection[str]) -> list[str]:
    """Return the headings `wanted`, together with the headings that every file has, in the order of the table."""
    known = dict.fromkeys(heading for kind in KINDS for heading in _all_headings(kind))
    unlisted = sorted(set(wanted) - set(known) - {KIND, KEY, VERSION, *PROVENANCE})
    last = [VERSION] if VERSION in wanted else []
    return [KIND, KEY, *(heading for heading in known if heading in wanted), *unlisted, *PROVENANCE, *last]


def template_headings() -> list[str]:
    """Return the headings of an empty file. A text has three columns: the code of its original language, English, and
    Russian."""
    wanted = set()
    for kind in KINDS:
        for name, column in columns_of(kind).items():
            if not column.is_offered:
                continue
            wanted |= {f"{name}.{language}" for language in (ORIGINAL, "en", "ru")} if column.is_text else {name}
    return ordered(wanted)


def codes_of(heading: str, kinds: Iterable[str] = KINDS) -> dict[str, Any]:
    """Return the codes that a column can contain in rows of `kinds`, with their labels.

    The mapping is empty if the values of the column are not codes of a closed list.
    """
    if heading == KIND:
        return {kind: label_of_kind(kind) for kind in KINDS}
    if heading == CONFIDENCE:
        return {code: CONFIDENCES.label(code) for code in CONFIDENCES}
    if heading == "audience":
        return {code: AUDIENCES.label(code) for code in AUDIENCES}
    columns = (columns_of(kind).get(heading) for kind in kinds)
    vocabularies = (one.detail.vocabulary for one in columns if one is not None and one.detail is not None)
    return {code: known.label(code) for known in vocabularies if known is not None for code in known}


def main_detail(kind: str, filled: Iterable[str]) -> str:
    """Return the detail to which the columns about the source of a row refer, or an empty string. It is the first
    detail of the kind in SOURCED_BY that is among the details `filled`."""
    names = {detail.partition(".")[0] for detail in filled}
    return next((name for name in SOURCED_BY[kind] if name in names), "")


def _all_headings(kind: str) -> Iterator[str]:
    for name, column in columns_of(kind).items():
        if column.is_text:
            yield f"{name}.{ORIGINAL}"
            yield from (f"{name}.{language}" for language in LANGUAGES)
        else:
            yield name
