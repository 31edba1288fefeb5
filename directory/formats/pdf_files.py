"""Writes a paper as a tagged PDF (PDF/UA-1) with embedded fonts, by Typst."""

import ctypes
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from directory.formats.fonts import fonts_for, stand_ins
from directory.formats.papers import Block, Paper, PaperVersion, TextRun, clean_text, lines_of

TEMPLATE = Path(__file__).with_name("paper.typ")
COMPILATIONS_REMEMBERED = 10
SUSPECTS = b"/Suspects false"
# Only GNU's C library has this function.
_GIVE_BACK = getattr(ctypes.CDLL(None), "malloc_trim", None)


def write_pdf(paper: Paper, *, has_stand_ins: bool = False) -> bytes:
    """Return the paper as a PDF file.

    If `has_stand_ins` is true, a symbol that is in no font is replaced by its Unicode number. Raises MissingGlyphs for
    other characters in no font.
    """
    pieces = ((place, clean_text(piece.text)) for place, piece in paper.pieces())
    data = {
        "title": paper.title,
        "footer": paper.footer,
        "is_side_by_side": paper.is_side_by_side,
        "code": paper.code,
        "code_label": paper.code_label,
        "is_letter": paper.is_letter,
        "cover": _version(paper.cover) if paper.cover else None,
        "versions": [_version(one) for one in paper.versions],
    }
    words = [*pieces, (paper.title, paper.title + paper.footer)]
    return set_as_pdf(TEMPLATE, "paper", data, words, paper.made_at, has_stand_ins=has_stand_ins)


def set_as_pdf(
    template: Path,
    name: str,
    data: Mapping[str, Any],
    words: Iterable[tuple[str, str]],
    made_at: datetime,
    *,
    has_stand_ins: bool = False,
) -> bytes:
    """Return the PDF file that a Typst template makes of `data`. `name` is the name of the input from which the
    template reads `data` as JSON.

    `words` are all texts, as pairs of location and text. `has_stand_ins` and MissingGlyphs are as in `write_pdf`.
    """
    text = json.dumps(data, ensure_ascii=False)
    replaced = stand_ins(text) if has_stand_ins else {}
    fonts = fonts_for((place, words_there.translate(replaced)) for place, words_there in words)
    inputs = {name: json.dumps({**json.loads(text.translate(replaced)), "fonts": list(fonts)}, ensure_ascii=False)}
    loaded = _loaded(frozenset(path.parent for path in fonts.values()))
    # Each paper has a new compiler: a reused compiler would leave the text in memory.
    compiler = typst.Compiler(template, font_paths=loaded, sys_inputs=inputs)
    try:
        made: Any = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=made_at.replace(microsecond=0))
        # Poppler reports the entry as an error. Without the entry, the value is false too (ISO 32000-1, 14.7.1).
        return bytes(made).replace(SUSPECTS, b" " * len(SUSPECTS), 1)
    finally:
        _evict(loaded)


def _evict(fonts: typst.Fonts) -> None:
    """Empty Typst's cache of the last ten papers. This returns up to 400 MB to the operating system."""
    for _ in range(COMPILATIONS_REMEMBERED + 1):
        typst.Compiler(b"", font_paths=fonts).compile(format="pdf")
    if _GIVE_BACK is not None:
        _GIVE_BACK(0)


@cache
def _loaded(folders: frozenset[Path]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))


def _version(version: PaperVersion) -> dict[str, Any]:
    blocks = [block_data(version, one) for one in version.blocks]
    return {"language": version.language, "direction": version.direction, "blocks": blocks}


def block_data(version: PaperVersion, block: Block) -> dict[str, Any]:
    """Return a block of a version as data for the template of the PDF file."""
    direction = version.direction_of(block)
    lines = [[piece_data(piece, direction) for piece in line] for line in block.lines]
    words = {"kind": block.kind, "number": block.number, "direction": direction, "lines": lines}
    return words | {"is_long": block.is_long}


def piece_data(piece: TextRun, around: str) -> dict[str, Any]:
    """Return a text as data for the template of the PDF file. `around` is the direction of the block around it."""
    return {
        "lines": lines_of(piece, around),
        # Typst accepts a language code without a script.
        "language": piece.language.partition("-")[0],
        "strong": piece.is_strong,
        "blank": piece.is_blank,
    }
