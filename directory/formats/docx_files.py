"""Writes a paper as a DOCX file, for people to finish in a word processor."""

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from directory.formats.papers import Block, BlockKind, Line, Paper, PaperVersion, TextRun, lines_of

# Every system with a word processor has this font, or a font with equal widths. Letters of authorities are set in it.
FONT = "Times New Roman"
SIZES = {"Normal": 12, "Title": 13, "Heading 1": 12, "Footer": 9}
# Two languages beside each other leave less room for a line.
SIZES_BESIDE = SIZES | {"Normal": 10.5, "Title": 11.5, "Heading 1": 10.5}
STYLES = {BlockKind.TITLE: "Title", BlockKind.HEADING: "Heading 1"}
LABEL_WIDTH, WIDTH, MARGIN = Cm(6), Cm(17), Cm(2)
AFTER, AFTER_BLOCK = Pt(6), Pt(12)
CENTRED = (BlockKind.LETTERHEAD, BlockKind.TITLE)
# Blocks whose lines stay together.
TIGHT = (BlockKind.LETTERHEAD, BlockKind.ADDRESSEE, BlockKind.LINES)
BLANK_COLOR = "DDDDDD"


def write_docx(paper: Paper) -> bytes:
    """Return the paper as a DOCX file."""
    document = Document()
    _set_up(document, paper)
    if paper.cover:
        _whole(document, paper.cover)
        document.add_section(WD_SECTION.NEW_PAGE)
    _number_pages(document.sections[-1], paper)
    if paper.is_side_by_side:
        if paper.cover:
            # Some word processors number the pages of a section anew only if it begins with a paragraph.
            document.add_paragraph().paragraph_format.line_spacing = Pt(1)
        _side_by_side(document, *paper.versions)
    else:
        for version in paper.versions:
            begin = len(document.paragraphs)
            _whole(document, version)
            document.paragraphs[begin].paragraph_format.page_break_before = version is not paper.versions[0]
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any, paper: Paper) -> None:
    known, made_at = document.core_properties, paper.made_at.replace(tzinfo=None)
    known.title, known.author, known.comments = paper.title, "", ""
    known.created = known.modified = made_at
    known.language = paper.versions[0].language
    for name, size in (SIZES_BESIDE if paper.is_side_by_side else SIZES).items():
        _set_font(document.styles[name], size, is_strong=name in STYLES.values())
    document.styles["Normal"].paragraph_format.space_after = AFTER
    heading = document.styles["Heading 1"].paragraph_format
    heading.space_before, heading.space_after = AFTER_BLOCK, Pt(3)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN


def _number_pages(section: Any, paper: Paper) -> None:
    """Number the pages of the document's last section from 1, in this section's own footer."""
    section.footer.is_linked_to_previous = False
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if paper.footer:
        line.add_run(f"{paper.footer} · ")
    _add_field(line, "PAGE")
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.append(start)


def _set_font(style: Any, size: float, *, is_strong: bool) -> None:
    element = style.element
    for lines in element.iter(qn("w:pBdr")):
        lines.getparent().remove(lines)
    properties = element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    fonts = _child(properties, "w:rFonts")
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    for name in ("w:b", "w:bCs") if is_strong else ():
        _child(properties, name)
    for name in ("w:sz", "w:szCs"):
        _child(properties, name, str(int(size * 2)))


def _whole(document: Any, version: PaperVersion) -> None:
    for is_table, blocks in groupby(version.blocks, lambda block: block.kind is BlockKind.ROW):
        if is_table:
            _table(document, version, list(blocks))
        else:
            for block in blocks:
                _write(document, version, block)


def _table(document: Any, version: PaperVersion, rows: Sequence[Block]) -> None:
    table = _grid(document, len(rows), (LABEL_WIDTH, WIDTH - LABEL_WIDTH), version.direction)
    for row, block in zip(table.rows, rows, strict=True):
        for cell, line, is_label in zip(row.cells, block.lines, (True, False), strict=True):
            _fill(cell.paragraphs[0], line, version.direction, is_strong=is_label)


def _side_by_side(document: Any, first: PaperVersion, second: PaperVersion) -> None:
    table = _grid(document, len(first.blocks), (WIDTH // 2, WIDTH // 2), first.direction)
    for row, pair in zip(table.rows, zip(first.blocks, second.blocks, strict=True), strict=True):
        if not any(block.is_long for block in pair):
            _child(row._element.get_or_add_trPr(), "w:cantSplit")
        for cell, version, block in zip(row.cells, (first, second), pair, strict=True):
            _write(cell, version, block, is_wide=False)
            # Remove the empty paragraph that every new cell has.
            cell._element.remove(cell.paragraphs[0]._element)


def _grid(document: Any, rows: int, widths: tuple[Any, Any], direction: str) -> Any:
    table = document.add_table(rows, len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        for cell in column.cells:
            cell.width = width
    if direction == "rtl":
        table._element.tblPr.insert(0, OxmlElement("w:bidiVisual"))
    return table


def _write(place: Any, version: PaperVersion, block: Block, *, is_wide: bool = True) -> None:
    direction = version.direction_of(block)
    lead = (TextRun(f"{block.number}. ", version.language),) if block.number else ()
    for place_in_block, line in enumerate(block.lines):
        paragraph = place.add_paragraph(style=STYLES.get(block.kind, "Normal"))
        if block.kind is BlockKind.NOTICE:
            _frame(paragraph)
        if block.kind in CENTRED:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if block.kind in TIGHT:
            paragraph.paragraph_format.keep_with_next = place_in_block < len(block.lines) - 1
            paragraph.paragraph_format.space_after = Pt(0) if place_in_block < len(block.lines) - 1 else AFTER_BLOCK
        if block.kind is BlockKind.ADDRESSEE and is_wide:
            paragraph.paragraph_format.left_indent = WIDTH // 2
        is_label = block.kind is BlockKind.ROW and place_in_block == 0
        _fill(paragraph, (*lead, *line), direction, is_strong=is_label)


def _fill(paragraph: Any, line: Line, direction: str, *, is_strong: bool) -> None:
    if direction == "rtl":
        # The format prescribes the order of the properties.
        paragraph._element.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    for piece in line:
        _add_run(paragraph, piece, direction, is_strong=is_strong or piece.is_strong)


def _add_run(paragraph: Any, piece: TextRun, around: str, *, is_strong: bool) -> None:
    run = paragraph.add_run()
    for number, text in enumerate(lines_of(piece, around)):
        if number:
            run.add_break()
        run.add_text(text)
    properties = run._element.get_or_add_rPr()
    if is_strong:
        run.bold = True
        _child(properties, "w:bCs")
    if piece.is_blank:
        shade = _child(properties, "w:shd", "clear")
        shade.set(qn("w:fill"), BLANK_COLOR)
    if piece.direction == "rtl":
        _child(properties, "w:rtl")
    if piece.language:
        language = _child(properties, "w:lang", piece.language)
        language.set(qn("w:bidi"), piece.language)


def _frame(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        border = _child(borders, f"w:{side}", "single")
        for name, value in (("sz", "8"), ("space", "4"), ("color", "000000")):
            border.set(qn(f"w:{name}"), value)
    paragraph._element.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:bidi", "w:spacing", "w:jc", "w:rPr")


def _add_field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._element.append(field)


def _child(parent: Any, name: str, value: str = "") -> Any:
    child = OxmlElement(name)
    if value:
        child.set(qn("w:val"), value)
    parent.append(child)
    return child
