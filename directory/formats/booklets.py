"""Writes a booklet as a tagged PDF with A5 pages: title page, contents, chapters and index."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from directory import i18n
from directory.formats.papers import Block, Line, PaperVersion, TextRun, clean_text
from directory.formats.pdf_files import block_data, piece_data, set_as_pdf

TEMPLATE = Path(__file__).with_name("booklet.typ")


@dataclass(frozen=True)
class BookletPart:
    """A part of a chapter. If its `anchor` is not empty, the index can refer to the part."""

    blocks: tuple[Block, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter, which begins on a new page and is listed in the contents. The index refers to it by its `anchor`."""

    title: TextRun
    anchor: str
    parts: tuple[BookletPart, ...]
    # A QR code (SVG) beside the first part. `code_label` is its text alternative.
    code: str
    code_label: str


@dataclass(frozen=True)
class IndexEntry:
    """A line of the index, with the anchors whose page numbers the line shows."""

    words: Line
    anchors: tuple[str, ...]


@dataclass(frozen=True)
class IndexGroup:
    """A heading of the index, with its entries in the order of printing."""

    heading: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True)
class Booklet:
    """The content of a booklet. `cover` contains the blocks of the title page."""

    title: str
    language: str
    # The header of each page.
    running: Line
    cover: tuple[Block, ...]
    # A QR code (SVG) of `address` on the title page. `code_label` is its text alternative.
    code: str
    code_label: str
    address: str
    contents_heading: str
    chapters: tuple[Chapter, ...]
    index_heading: str
    index: tuple[IndexGroup, ...]

    def words(self) -> Iterator[tuple[str, str]]:
        """Yield pairs of location and text for all printed texts. A location is the title of a chapter, the
        heading of the index, or the title of the booklet."""
        yield self.title, " ".join((self.title, self.address, self.contents_heading, self.index_heading))
        yield from ((self.title, piece.text) for piece in self.running)
        yield from _words_of(self.title, self.cover)
        for chapter in self.chapters:
            yield chapter.title.text, chapter.title.text
            for part in chapter.parts:
                yield from _words_of(chapter.title.text, part.blocks)
        for group in self.index:
            yield self.index_heading, group.heading
            yield from ((self.index_heading, piece.text) for entry in group.entries for piece in entry.words)

    def data(self) -> dict[str, Any]:
        """Return the booklet as data for the Typst template."""
        return {
            "title": self.title,
            "language": self.language,
            "direction": i18n.direction(self.language),
            "running": self._line(self.running),
            "cover": self._blocks(self.cover),
            "code": self.code,
            "code_label": self.code_label,
            "address": self.address,
            "contents_heading": self.contents_heading,
            "chapters": [self._chapter(one) for one in self.chapters],
            "index_heading": self.index_heading,
            "index": [self._group(one) for one in self.index],
        }

    def _chapter(self, chapter: Chapter) -> dict[str, Any]:
        return {
            "title": self._line((chapter.title,)),
            "anchor": chapter.anchor,
            "parts": [{"anchor": part.anchor, "blocks": self._blocks(part.blocks)} for part in chapter.parts],
            "code": chapter.code,
            "code_label": chapter.code_label,
        }

    def _group(self, group: IndexGroup) -> dict[str, Any]:
        entries = [{"words": self._line(one.words), "anchors": one.anchors} for one in group.entries]
        return {"heading": group.heading, "entries": entries}

    def _blocks(self, blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
        version = PaperVersion(self.language, blocks)
        return [block_data(version, one) for one in blocks]

    def _line(self, pieces: Line) -> list[dict[str, Any]]:
        return [piece_data(piece, i18n.direction(self.language)) for piece in pieces]


def write_booklet(booklet: Booklet, made_at: datetime) -> bytes:
    """Return the booklet as a PDF file. A symbol that is in no font is replaced by its Unicode number.

    Raises MissingGlyphs for any other character that is in no font.
    """
    words = ((place, clean_text(text)) for place, text in booklet.words())
    return set_as_pdf(TEMPLATE, "booklet", booklet.data(), words, made_at, has_stand_ins=True)


def _words_of(place: str, blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    yield from ((place, piece.text) for block in blocks for line in block.lines for piece in line)
