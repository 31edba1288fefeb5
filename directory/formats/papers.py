"""A paper is a printable document in one or two languages, made of plain blocks and written as DOCX or PDF.

Two versions can be printed side by side. Blocks with the same index then stand beside each other.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from json import dumps

from directory import i18n

CHECKSUM_CHARACTERS = 16
MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
# Line ends of other programs: a vertical tab in Word, Unicode separators elsewhere.
_ENDS = re.compile("\r\n|[\x0b\x0c\r\x85\u2028\u2029]")
# Characters that a file cannot contain, and characters that change the direction of the following text: overrides,
# embeddings and isolates (UTR 36).
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]")
# First characters of words. A combining mark there has no base character, and a line may break before the mark.
_BEGINNING = re.compile(r"(?:^|(?<=[^\S\xa0])|(?<=\u200b))\S", re.MULTILINE)
_CARRIER = "\u00a0"
_PHONE = re.compile(r"\+\d[\d \u00a0().-]*\d")
# The number of a law or file with a letter behind its hyphen: `226-V`.
_LETTERED = re.compile(r"(?<!\w)\d+(?:-[^\W\d_]{1,4})+(?!\w)")
# No-break spaces and hyphens, to keep such a number on one line.
_UNBROKEN = str.maketrans({" ": "\u00a0", "-": "\u2011"})
# Numbers that Arabic letters before them would reorder: phone numbers, dates with hyphens, numbers of laws and files,
# articles with their paragraphs.
# Matching starts only at the first digit of a run: from every digit, the time would be quadratic in its length.
_TURNED = re.compile(
    r"\+\d[\d\u00a0().\u2011]*\d|(?<!\d)\d+(?:(?:[-–./:]\d+)+|(?:\u2011[^\W\d_]+)+|(?:\(\w{1,4}(?:[-–]\w{1,4})?\))+)"
)
# About a quarter of a page.
SHORT_CHARACTERS = 600


class BlockKind(StrEnum):
    """The kinds of blocks of a paper."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    NOTICE = "notice"
    """Framed, so that readers notice it first."""
    ITEM = "item"
    """Numbered."""
    ROW = "row"
    """A label and its value; consecutive rows form a table."""
    LETTERHEAD = "letterhead"
    """Centred."""
    ADDRESSEE = "addressee"
    """In the half of the page where lines end."""
    LINES = "lines"
    """Lines that stay together, such as those of a signature."""


@dataclass(frozen=True)
class TextRun:
    """Text in one language. A text without a language is a number or an address, and is read from left to right."""

    text: str
    language: str = ""
    is_strong: bool = False
    # Whether the run is a blank to be filled in by hand, which `text` describes.
    is_blank: bool = False
    # Whether the run is a blank for a text that exists in another language.
    is_untranslated: bool = False

    @property
    def direction(self) -> str:
        """The direction of the text, `ltr` or `rtl`."""
        return i18n.direction(self.language)


Line = tuple[TextRun, ...]


@dataclass(frozen=True)
class Block:
    """One block of a paper. `number` is set only for items and for numbered paragraphs.

    The kind decides the number of `lines`. A row has two: label and value. A notice, letterhead, addressee or block of
    lines has any number. Any other block has one.
    """

    kind: BlockKind
    lines: tuple[Line, ...]
    number: int = 0

    @property
    def is_long(self) -> bool:
        """Whether the block may break across pages."""
        return sum(len(piece.text) for line in self.lines for piece in line) > SHORT_CHARACTERS


@dataclass(frozen=True)
class PaperVersion:
    """The content of a paper in one language."""

    language: str
    blocks: tuple[Block, ...]

    @property
    def direction(self) -> str:
        """The direction of the version's language, `ltr` or `rtl`."""
        return i18n.direction(self.language)

    def direction_of(self, block: Block) -> str:
        """Return the direction of a block, `ltr` or `rtl`.

        A paragraph whose texts all have one direction has this direction. Any other block has the direction of the
        version.
        """
        found = {piece.direction for line in block.lines for piece in line if piece.language}
        return found.pop() if block.kind is BlockKind.PARAGRAPH and len(found) == 1 else self.direction


@dataclass(frozen=True)
class Paper:
    """A paper. If `is_side_by_side` is true, it has exactly two versions, with equal numbers of blocks."""

    title: str
    versions: tuple[PaperVersion, ...]
    made_at: datetime
    address: str = ""
    is_side_by_side: bool = False
    # The checksum of the facts that a card presents. Empty for other papers.
    facts_checksum: str = ""
    # A QR code (SVG) beside the title, in PDF files only. `code_label` is its text alternative.
    code: str = ""
    code_label: str = ""
    # A letter goes to another authority: its footer holds the page number alone.
    is_letter: bool = False
    # A sheet before the paper, to be taken out. The pages of the paper are counted without it.
    cover: PaperVersion | None = None
    # The text at the beginning of each page's footer, for instance that the paper belongs to an exercise.
    mark: str = ""

    @property
    def footer(self) -> str:
        """The mark, then date, address and checksum, which reveal an outdated or altered paper. For a letter, the
        footer is empty."""
        if self.is_letter:
            return ""
        # The direction mark keeps the date after an Arabic word in its order.
        mark = f"{self.mark}{MARKS['ltr']}" if self.mark else ""
        parts = (mark, f"{self.made_at:%Y-%m-%d %H:%M} UTC", self.address, f"SHA-256 {self.checksum}")
        return " · ".join(part for part in parts if part)

    @property
    def checksum(self) -> str:
        """The `facts_checksum` if there is one. Otherwise the first CHECKSUM_CHARACTERS digits of the SHA-256 of all
        text, without the cover."""
        if self.facts_checksum:
            return self.facts_checksum
        words = dumps([asdict(one) for one in self.versions], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()[:CHECKSUM_CHARACTERS]

    @property
    def lines(self) -> int:
        """The number of lines of all texts, before long lines are broken."""
        return sum(len(piece.text.splitlines()) for _, piece in self.pieces())

    @property
    def characters(self) -> int:
        """The number of characters of all texts."""
        return sum(len(piece.text) for _, piece in self.pieces())

    def pieces(self) -> Iterator[tuple[str, TextRun]]:
        """Yield pairs of location and text for all texts in order.

        The location is the title, heading or label above, beside or before the text.
        """
        for version in (*((self.cover,) if self.cover else ()), *self.versions):
            place = self.title
            for block in version.blocks:
                if block.kind in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.ROW):
                    place = "".join(piece.text for piece in block.lines[0])
                elif block.number and block.lines[0][0].is_strong:
                    place = block.lines[0][0].text.strip()
                for line in block.lines:
                    yield from ((place, piece) for piece in line)


def clean_text(text: str) -> str:
    """Return a text with uniform line ends. Characters that a file cannot contain, or that change the direction of the
    text after them, are removed.

    A combining mark without a base character gets a no-break space as its base (Unicode Standard, section 7.9).
    """
    return _BEGINNING.sub(_carried, _DROPPED.sub("", _ENDS.sub("\n", text)))


def _carried(found: re.Match[str]) -> str:
    is_mark = unicodedata.category(found.group()).startswith("M")
    return f"{_CARRIER}{found.group()}" if is_mark else found.group()


def is_right_to_left(text: str) -> bool:
    """Return whether a text of unknown language contains right-to-left letters."""
    return any(unicodedata.bidirectional(one) in ("R", "AL") for one in text)


def lines_of(piece: TextRun, around: str) -> list[str]:
    """Return the lines of a text, cleaned (`clean_text`), for a block of direction `around`. Phone numbers, and numbers
    of laws with letters, are not broken across lines.

    Direction marks let each line read correctly (Unicode Standard Annex 9, section 2.6).
    """
    text = clean_text(piece.text)
    for numbers in (_PHONE, _LETTERED):
        text = numbers.sub(lambda found: found.group().translate(_UNBROKEN), text)
    own = piece.direction
    if own == "rtl":
        text = _TURNED.sub(lambda found: f"{MARKS['ltr']}{found.group()}{MARKS['ltr']}{MARKS[around]}", text)
    inner, outer = ("", "") if own == around else (MARKS[own], MARKS[around])
    return [f"{outer}{inner}{line}{inner}{outer}" if line else "" for line in text.split("\n")]
