"""A paper as plain blocks, in one language or two, from which DOCX and PDF files are written.

A paper holds words and nothing that is run. Both writers take its blocks in order; of two versions side by side,
the blocks of the same place stand beside each other.
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
# As other programs end lines: Word with a vertical tab, others with separators of their own.
_ENDS = re.compile("\r\n|[\x0b\x0c\r\x85\u2028\u2029]")
# What no file can hold, and what would turn the words after it: overrides, embeddings and isolates (UTR 36).
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]")
# The beginnings of words: a mark there stands on nothing, and a line may end before it.
_BEGINNING = re.compile(r"(?:^|(?<=[^\S\xa0])|(?<=\u200b))\S", re.MULTILINE)
_CARRIER = "\u00a0"
_PHONE = re.compile(r"\+\d[\d \u00a0().-]*\d")
# A phone number stays on one line: spaces and hyphens at which no line ends.
_UNBROKEN = str.maketrans({" ": "\u00a0", "-": "\u2011"})
# What Arabic letters before it would turn round: phone numbers, dates with hyphens, numbers of files.
# A run of digits is tried from its beginning alone: from each of its digits, a long one would take its square in time.
_TURNED = re.compile(r"\+\d[\d\u00a0().\u2011]*\d|(?<!\d)\d+(?:[-–./:]\d+)+")
# About a quarter of a page.
SHORT_CHARACTERS = 600


class BlockKind(StrEnum):
    """What a block is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    NOTICE = "notice"
    """Framed, to be seen before all else."""
    ITEM = "item"
    """Numbered."""
    ROW = "row"
    """A label and its value; rows that follow each other make a table."""


@dataclass(frozen=True)
class TextRun:
    """Words of one language; without a language they are numbers or addresses, read from left to right.

    A blank is to be filled in by hand: its words say with what.
    """

    text: str
    language: str = ""
    is_strong: bool = False
    is_blank: bool = False

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return i18n.direction(self.language)


Line = tuple[TextRun, ...]


@dataclass(frozen=True)
class Block:
    """One block: a row has two lines, a notice any number, the others one."""

    kind: BlockKind
    lines: tuple[Line, ...]
    number: int = 0

    @property
    def is_long(self) -> bool:
        """Whether the end of a page may part it: kept whole, it would leave much of the page before it empty."""
        return sum(len(piece.text) for line in self.lines for piece in line) > SHORT_CHARACTERS


@dataclass(frozen=True)
class PaperVersion:
    """The paper in one language."""

    language: str
    blocks: tuple[Block, ...]

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return i18n.direction(self.language)

    def direction_of(self, block: Block) -> str:
        """Return the direction of a block: that of its words where a paragraph is all in a language of another one."""
        found = {piece.direction for line in block.lines for piece in line if piece.language}
        return found.pop() if block.kind is BlockKind.PARAGRAPH and len(found) == 1 else self.direction


@dataclass(frozen=True)
class Paper:
    """What is written to a file. Versions stand side by side, with as many blocks each, or one after the other.

    `facts_checksum` is that of the facts which the words were made from, where the paper stands for such; `code` is a
    picture (SVG) beside the head of the paper, for PDF files alone, and `code_label` says what it is.
    """

    title: str
    versions: tuple[PaperVersion, ...]
    made_at: datetime
    address: str = ""
    is_side_by_side: bool = False
    facts_checksum: str = ""
    code: str = ""
    code_label: str = ""

    @property
    def footer(self) -> str:
        """Date, address and checksum, by which an old or altered paper shows itself."""
        parts = (f"{self.made_at:%Y-%m-%d %H:%M} UTC", self.address, f"SHA-256 {self.checksum}")
        return " · ".join(part for part in parts if part)

    @property
    def checksum(self) -> str:
        """The beginning of the SHA-256 of the facts that it stands for, else of all words."""
        if self.facts_checksum:
            return self.facts_checksum
        words = dumps([asdict(one) for one in self.versions], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()[:CHECKSUM_CHARACTERS]

    def pieces(self) -> Iterator[tuple[str, TextRun]]:
        """Yield all pieces in order, each with the title, heading or label that it stands under."""
        for version in self.versions:
            place = self.title
            for block in version.blocks:
                if block.kind in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.ROW):
                    place = "".join(piece.text for piece in block.lines[0])
                for line in block.lines:
                    yield from ((place, piece) for piece in line)


def clean_text(text: str) -> str:
    """Return a text as papers hold it: with ends of lines of one kind, and without characters that control.

    A mark that stands on nothing gets a space to stand on, or a paragraph of such would take minutes to set.
    Source: the Unicode Standard, section 7.9.
    """
    return _BEGINNING.sub(_carried, _DROPPED.sub("", _ENDS.sub("\n", text)))


def _carried(found: re.Match[str]) -> str:
    is_mark = unicodedata.category(found.group()).startswith("M")
    return f"{_CARRIER}{found.group()}" if is_mark else found.group()


def is_right_to_left(text: str) -> bool:
    """Return whether a text of unknown language has letters that are written from right to left."""
    return any(unicodedata.bidirectional(one) in ("R", "AL") for one in text)


def lines_of(piece: TextRun, around: str) -> list[str]:
    """Return the lines of a piece as they are written in a block of a direction, each read in order there.

    Marks are used, not embeddings, because every program that shows such files knows them.
    Source: Unicode Standard Annex 9, section 2.6.
    """
    text = _PHONE.sub(lambda found: found.group().translate(_UNBROKEN), clean_text(piece.text))
    own = piece.direction
    if own == "rtl":
        text = _TURNED.sub(lambda found: f"{MARKS['ltr']}{found.group()}{MARKS['ltr']}{MARKS[around]}", text)
    inner, outer = ("", "") if own == around else (MARKS[own], MARKS[around])
    return [f"{outer}{inner}{line}{inner}{outer}" if line else "" for line in text.split("\n")]
