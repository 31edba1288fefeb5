"""The blocks of a paper in one language: labels and clauses from the catalogues, and what was written in it.

Which blocks there are does not depend on the language, so that two versions can stand side by side.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import Text
from directory.drafts.content import DraftContent
from directory.formats.papers import Block, BlockKind, Line, TextRun, is_right_to_left
from directory.vocabulary import DRAFT_PARTS

# Numbers and the like, which nobody translates.
ONE_FOR_ALL = frozenset(field.code for part in DRAFT_PARTS.values() for field in part.fields if field.is_line)


class BlockBuilder:
    """Makes blocks in one language of one draft."""

    def __init__(self, content: DraftContent, language: str) -> None:
        self.content, self.language = content, language
        self._chrome = i18n.chrome_language(language)

    def label(self, text: object) -> TextRun:
        """Return words of this product."""
        return TextRun(str(text), self._chrome)

    def name(self, text: Text) -> TextRun:
        """Return words of the directory, in the language in which it has them."""
        return TextRun(text.text, text.language)

    def typed(self, text: str) -> TextRun:
        """Return what was typed in whatever language; only its direction can be told."""
        is_rtl = is_right_to_left(text)
        direction = "rtl" if is_rtl else "ltr"
        return TextRun(text, self.language if i18n.direction(self.language) == direction else "ar" if is_rtl else "")

    def blank(self, text: object) -> TextRun:
        """Return a place to be filled in by hand."""
        return TextRun(f"[{text}]", self._chrome, is_blank=True)

    def written(self, name: str, label: object) -> TextRun:
        """Return what was written in a field; where it was in another language alone, or not at all, a blank."""
        text = self.content.text(name, self.language)
        if text:
            return TextRun(text, self.language)
        if name in ONE_FOR_ALL and self.content.has(name):
            return self.typed(next(filter(None, self.content.texts[name].values())))
        if self.content.has(name):
            return self.blank(_("%(text)s: translation", text=label))
        return self.blank(label)

    def title(self, text: object) -> Block:
        """Return the title of the paper."""
        return Block(BlockKind.TITLE, ((self.label(text),),))

    def heading(self, text: object) -> Block:
        """Return a heading."""
        return Block(BlockKind.HEADING, ((self.label(text),),))

    def notice(self, lines: Sequence[Line]) -> Block:
        """Return a framed notice, its first line strong."""
        strong = tuple(replace(piece, is_strong=True) for piece in lines[0])
        return Block(BlockKind.NOTICE, (strong, *lines[1:]))

    def paragraph(self, *pieces: TextRun) -> Block:
        """Return a paragraph."""
        return Block(BlockKind.PARAGRAPH, (pieces,))

    def row(self, label: object, *value: TextRun) -> Block:
        """Return a label with its value."""
        return Block(BlockKind.ROW, ((self.label(label),), value))

    def items(self, lines: Iterable[Line]) -> Iterator[Block]:
        """Yield numbered items."""
        for number, line in enumerate(lines, start=1):
            yield Block(BlockKind.ITEM, (line,), number)

    def filled_rows(self, fields: Iterable[tuple[str, object]], needed: Iterable[str] = ()) -> Iterator[Block]:
        """Yield a row for each field, by name and label, that holds something or is needed."""
        needed = set(needed)
        for name, label in fields:
            if self.content.has(name) or name in needed:
                yield self.row(label, self.written(name, label))
