"""The fonts of PDF files, and the characters of each font.

A character that is in no font is an error. Only symbols may be replaced by their numbers (`stand_ins`).
"""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import manimgx_fonts
from fontTools.ttLib import TTFont

PACKAGE = Path(manimgx_fonts.__file__).parent
# In the order in which the fonts are searched for a character.
FAMILIES = {
    "Noto Sans": PACKAGE / "NotoSans[wght].ttf",
    "Noto Sans Arabic": PACKAGE / "NotoSansArabic[wght].ttf",
    "Noto Sans Armenian": PACKAGE / "NotoSansArmenian[wght].ttf",
    "Noto Sans Georgian": PACKAGE / "NotoSansGeorgian[wght].ttf",
}
# The Chinese font is too large for a Python package. It is taken from the system, if installed there.
CHINESE, CHINESE_FILES = "Noto Sans CJK SC", "NotoSansCJK-Regular.ttc"
SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
MOST_NAMED = 20
# Unicode categories without a glyph: spaces, line ends, direction marks.
UNSEEN = frozenset({"Zs", "Cc", "Cf"})
# Characters of these categories that do have a glyph.
SEEN = frozenset(map(chr, (0x1680, 0x070F, 0x110BD, 0x110CD, *range(0x13430, 0x13440))))
# Variation selectors choose a form of the character before them; fonts without that form ignore them.
SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))


class MissingGlyphs(Exception):
    """Some characters are in no font. `places` maps up to MOST_NAMED of these characters to the title or label where
    the character first occurs."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self.places = dict(sorted(places.items())[:MOST_NAMED])
        # No message: logs must not contain the writer's words.
        super().__init__()


# Unicode categories of symbols that may be replaced: our fonts lack many of them, and no word consists of them.
SYMBOLS = frozenset({"So", "Sk", "Co", "Cn"})


def stand_ins(text: str) -> dict[int, str]:
    """Return a table for `str.translate`. The table maps each symbol of the text that is in no font to its number,
    such as [U+2603]."""
    signs = {one for one in set(text) - SELECTORS if unicodedata.category(one) in SYMBOLS}
    chinese = _chinese_file()
    missing = {ord(one) for one in signs} - _shown() - (_characters(chinese) if chinese else frozenset())
    return {number: f"[U+{number:04X}]" for number in missing}


def fonts_for(texts: Iterable[tuple[str, str]]) -> dict[str, Path]:
    """Return a mapping from font family to file, for a document with these texts (pairs of location and text).

    Raises MissingGlyphs if a visible character is in none of the fonts.
    """
    places: dict[str, str] = {}
    for place, text in texts:
        for one in set(text) - places.keys() - SELECTORS:
            if one in SEEN or unicodedata.category(one) not in UNSEEN:
                places[one] = place
    missing = set(map(ord, places)) - _shown()
    if not missing:
        return FAMILIES
    chinese = _chinese_file()
    missing -= _characters(chinese) if chinese else frozenset()
    if chinese is None or missing:
        raise MissingGlyphs({chr(number): places[chr(number)] for number in missing})
    return {**FAMILIES, CHINESE: chinese}


@cache
def _shown() -> frozenset[int]:
    return frozenset().union(*map(_characters, FAMILIES.values()))


@cache
def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _chinese_file() -> Path | None:
    return next((found for folder in SYSTEM for found in folder.rglob(CHINESE_FILES)), None)
