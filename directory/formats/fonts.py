"""The fonts that PDF files are set in, and which characters they show. A missing one is never left out in silence."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import manimgx_fonts
from fontTools.ttLib import TTFont

PACKAGE = Path(manimgx_fonts.__file__).parent
# In the order in which a character is looked for.
FAMILIES = {
    "Noto Sans": PACKAGE / "NotoSans[wght].ttf",
    "Noto Sans Arabic": PACKAGE / "NotoSansArabic[wght].ttf",
    "Noto Sans Armenian": PACKAGE / "NotoSansArmenian[wght].ttf",
    "Noto Sans Georgian": PACKAGE / "NotoSansGeorgian[wght].ttf",
}
# Too large to bring along: taken from the system, where it is.
CHINESE, CHINESE_FILES = "Noto Sans CJK SC", "NotoSansCJK-Regular.ttc"
SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
MOST_NAMED = 20
# Spaces, ends of lines and marks of direction need no glyph.
UNSEEN = frozenset({"Zs", "Cc", "Cf"})
# These do although they are of those kinds.
SEEN = frozenset(map(chr, (0x1680, 0x070F, 0x110BD, 0x110CD, *range(0x13430, 0x13440))))
# They choose between forms of the character before them; one that has no other form stays as it is.
SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))


class MissingGlyphs(Exception):
    """No font here shows some characters. `places` says where each of them, at most MOST_NAMED, first stands."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self.places = dict(sorted(places.items())[:MOST_NAMED])
        # Without its words, which are nobody's but the writer's.
        super().__init__()


# Signs without a name: no font that is brought along has them, and no word needs them.
SYMBOLS = frozenset({"So", "Sk", "Co", "Cn"})


def stand_ins(text: str) -> dict[int, str]:
    """Return for each sign of a text that no font shows what is written in its place: its number in Unicode."""
    signs = {one for one in set(text) - SELECTORS if unicodedata.category(one) in SYMBOLS}
    chinese = _chinese_file()
    missing = {ord(one) for one in signs} - _shown() - (_characters(chinese) if chinese else frozenset())
    return {number: f"[U+{number:04X}]" for number in missing}


def fonts_for(texts: Iterable[tuple[str, str]]) -> dict[str, Path]:
    """Return the families that texts, each after its place, are set in, by name with their files.

    Raises MissingGlyphs.
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
