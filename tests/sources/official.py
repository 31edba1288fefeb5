"""Copies of official tables, laid out as the real ones are, with acts that a test gives."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape

# What the UN Treaty Collection writes in its heading, and the letter of each act.
UN_COLUMNS = ("Participant", "Signature", "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)")
LETTERS = {"ratification": "", "acceptance": " A", "approval": " AA", "accession": " a", "succession": " d"}
COE_HEAD = ("Signature", "Ratification", "Entry into Force", "Notes", "R.", "D.", "A.", "T.", "C.", "O.")

Row = Sequence[str]


def un_day(day: date | None, act: str = "ratification") -> str:
    """Return a day as the XML of the Treaty Collection prints it, with a tab between month and year."""
    return f"{day.day} {day.strftime('%b')}\t {day.year}{LETTERS[act]}" if day else ""


def un_xml(
    rows: Iterable[Row],
    declarations: Mapping[str, Sequence[str]] | None = None,
    *,
    columns: Row = UN_COLUMNS,
    encoding: str = "utf-8",
) -> bytes:
    """Return the XML of a treaty. A footnote stands as escaped markup in a text: `<superscript>1</superscript>`."""
    head = "".join(f"<Entry>{escape(text)}</Entry>" for text in columns)
    body = "".join("<Row>" + "".join(f"<Entry>{escape(cell)}</Entry>" for cell in row) + "</Row>" for row in rows)
    declared = "".join(
        f"<Declaration><Participant>{escape(name)}</Participant>"
        + "".join(f"<Text>{escape(text)}</Text>" for text in texts)
        + "</Declaration>"
        for name, texts in (declarations or {}).items()
    )
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><MTDSG><Treaty><Header><Chapter><Name>PENAL MATTERS</Name>'
        "</Chapter>"
        "<ExternalData><Titlesect>Convention of tests</Titlesect>"
        "<Conclusion>New York, 15 November 2000</Conclusion></ExternalData></Header>"
        f"<Participants><Table><TGroup><Thead><Row>{head}</Row></Thead><Tbody><Rows>{body}</Rows></Tbody></TGroup></Table>"
        f"</Participants><Declarations><Title>Declarations and Reservations</Title>{declared}</Declarations>"
        "<EndNotes><Note>1 For the European Part.</Note></EndNotes></Treaty></MTDSG>"
    )
    return text.encode(encoding)


def coe_page(members: Iterable[Row], others: Iterable[Row] = (), *, head: Row = COE_HEAD, number: int = 185) -> bytes:
    """Return a page of the Treaty Office with its two tables."""
    return (
        f"<html><head><title>Full list</title></head><body><h1>Chart of signatures and ratifications of Treaty {number}"
        f"</h1><p>Status as of 03/12/2015</p>{_coe_table('Members of Council of Europe', members, head)}"
        f"{_coe_table('Non-Members of Council of Europe', others, head)}</body></html>"
    ).encode()


def _coe_table(title: str, rows: Iterable[Row], head: Row) -> str:
    cells = "".join(f"<th>{text}</th>" for text in ("", *head))
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in (*row, *[""] * (len(head) + 1 - len(row)))) + "</tr>"
        for row in rows
    )
    return f'<table><tr><th colspan="{len(head) + 1}">{title}</th></tr><tr>{cells}</tr>{lines}</table>'
