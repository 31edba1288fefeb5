"""Reads the XML of a treaty in the United Nations Treaty Collection (Multilateral Treaties Deposited with the
Secretary-General).

The heading of a column names one or more acts: “Ratification, Acceptance(A), Accession(a)”. A cell contains a
date and the letter of the act. The main act of a column has no letter.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from flask_babel import lazy_gettext as _l

from directory.formats.cells import FileUnreadable
from directory.sources.readers.reading import (
    COLUMN_UNKNOWN,
    DEPOSITS,
    NOT_KNOWN,
    ROW_UNEVEN,
    SIGNATURE,
    ActKind,
    Remark,
    StatedAct,
    TableReading,
    english_day,
    missing,
)
from directory.sources.readers.xml_trees import read_xml

TREATY = "Treaty"
GROUP = f"{TREATY}/Participants/Table/TGroup"
HEAD, BODY = f"{GROUP}/Thead/Row", f"{GROUP}/Tbody/Rows"
PARTICIPANT = "Participant"
TITLE = f"{TREATY}/Header/ExternalData/Titlesect"
# The sections with declarations. Notifications are left out: they name persons and their lines.
DECLARATIONS = ("Declarations", "DeclarationsUnderArticle")
# A section without any declaration may have a title and a general sentence.
GENERAL_TEXTS = 2
# An international organisation does by a formal confirmation what a State does by ratifying. The directory stores it as
# an approval. Source: Vienna Convention of 1986, art. 2(1)(b bis).
ACTS: Mapping[str, ActKind] = {"signature": SIGNATURE, **DEPOSITS, "formal confirmation": DEPOSITS["approval"]}

NO_PARTICIPANT = _l("The layout has changed: “%(text)s” declares, but is no participant of the table.")
IN_BRACKETS = _l("Row %(row)s: a date of “%(name)s” stands in brackets, and is left out. Look at the source.")
NO_CHARACTER = _l("The text “%(text)s” names a character that does not exist.")
WITHOUT_ACT = _l("“%(name)s” has a declaration and no act. Look at the source.")

# A footnote has a limited length, since hostile text could make an unlimited pattern take hours.
_FOOTNOTE = re.compile(r"<superscript>[^<]{0,40}</superscript>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:br|p|div|left|right|center|li|tr|td)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_HEADING_PART = re.compile(r"([A-Za-z][A-Za-z ]*?) ?(?:\(([A-Za-z]{1,2})\))?")
_DATED = re.compile(r"(.*\d{4})(?: ([A-Za-z]{1,2}))?")


@dataclass(frozen=True)
class ActColumn:
    """A column of the table. `acts` maps each letter to the act for which it stands. The main act has an empty
    letter."""

    heading: str
    acts: Mapping[str, ActKind]


def read_un_treaty(content: bytes, _columns: Mapping[str, str]) -> TableReading:
    """Return the acts of States on a treaty (such as ratification) and their declarations. Raises FileUnreadable for an
    unknown layout or cell."""
    root = read_xml(content)
    head, body = root.find(HEAD), root.find(BODY)
    if head is None or body is None:
        raise missing(HEAD if head is None else BODY)
    headings = [_plain(entry) for entry in head]
    if not headings or headings[0] != PARTICIPANT:
        raise missing(PARTICIPANT)
    columns = [_column(heading) for heading in headings[1:]]
    rows = [[_plain(entry) for entry in row.findall("Entry")] for row in body.findall("Row")]
    if not rows:
        raise missing(f"{BODY}/Row")
    acts: list[StatedAct] = []
    remarks: list[Remark] = []
    for number, row in enumerate(rows, start=1):
        if len(row) != len(headings) or not row[0]:
            raise FileUnreadable(ROW_UNEVEN, row=number)
        for column, cell in zip(columns, row[1:], strict=True):
            if cell.startswith("["):
                remarks.append(Remark(IN_BRACKETS, {"row": number, "name": row[0]}))
            elif cell:
                acts.append(_act(number, row[0], column, cell))
    declared = _declarations(root, [row[0] for row in rows])
    covers = frozenset(kind for column in columns for kind in column.acts.values())
    told = {act.participant for act in acts}
    remarks += [Remark(WITHOUT_ACT, {"name": name}) for name in declared if name not in told]
    title = root.find(TITLE)
    title_text = _plain(title) if title is not None else ""
    return TableReading(tuple(_with_declarations(acts, declared)), covers, tuple(remarks), title_text)


def _column(heading: str) -> ActColumn:
    acts: dict[str, ActKind] = {}
    for part in heading.split(","):
        found = _HEADING_PART.fullmatch(part.strip())
        if found is None:
            raise FileUnreadable(COLUMN_UNKNOWN, column=heading)
        if found[1].lower() in ACTS:
            acts[found[2] or ""] = ACTS[found[1].lower()]
    if not acts:
        raise FileUnreadable(COLUMN_UNKNOWN, column=heading)
    return ActColumn(heading, acts)


def _act(number: int, participant: str, column: ActColumn, cell: str) -> StatedAct:
    found = _DATED.fullmatch(cell)
    day = english_day(found[1]) if found is not None else None
    kind = column.acts.get(found[2] or "") if found is not None else None
    if day is None or kind is None:
        raise FileUnreadable(NOT_KNOWN, row=number, text=cell[:40], column=column.heading)
    return StatedAct(number, participant, *kind, day)


def _declarations(root: Element, participants: Iterable[str]) -> dict[str, str]:
    """Return the declarations, keyed by participant. Raises FileUnreadable if it is not certain which participant made
    a declaration."""
    names, declared = frozenset(participants), dict[str, list[str]]()
    for section in DECLARATIONS:
        texts = [one for found in root.findall(f"{TREATY}/{section}") for one in _texts(found)]
        tag, name = next((tag for tag, text in texts if text in names), ""), ""
        if not tag and len(texts) > GENERAL_TEXTS:
            raise missing(f"{TREATY}/{section}/{PARTICIPANT}")
        for place, text in texts:
            if place == tag and text not in names:
                raise FileUnreadable(NO_PARTICIPANT, text=text[:40])
            if place == tag:
                name = text
            elif name:
                declared.setdefault(name, []).append(text)
    return {name: "\n".join(texts) for name, texts in declared.items()}


def _texts(section: Element) -> Iterator[tuple[str, str]]:
    if any((text or "").strip() for text in (section.text, *(child.tail for child in section))):
        text = _plain(section)
        if text:
            yield section.tag, text
        return
    for child in section:
        yield from _texts(child)


def _plain(element: Element) -> str:
    for footnote in element.iter("superscript"):
        following = footnote.tail
        footnote.clear()
        footnote.tail = following
    text = _TAG.sub("", _BREAK.sub(" ", _FOOTNOTE.sub("", "".join(element.itertext()))))
    try:
        return " ".join(html.unescape(text).split())
    except ValueError as error:
        # Python reads no number of more than 4,300 digits.
        raise FileUnreadable(NO_CHARACTER, text=text.strip()[:40]) from error


def _with_declarations(acts: Iterable[StatedAct], declared: Mapping[str, str]) -> Iterator[StatedAct]:
    """Yield the acts in the order given. The last act of each participant gets the participant's declarations: only
    this act can bind the participant.
    """
    last = {act.participant: act for act in acts}
    for act in acts:
        is_last = last[act.participant] is act
        yield replace(act, declaration=declared.get(act.participant, "")) if is_last else act
