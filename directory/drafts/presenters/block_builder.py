"""Builds the blocks of a letter in one language. In each language the letter has the same number of blocks, so that two
languages can be printed side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import Text
from directory.drafts.content import DraftContent
from directory.formats.papers import Block, BlockKind, Line, TextRun, is_right_to_left
from directory.sentences import labelled
from directory.vocabulary import DRAFT_PARTS

# The names of fields of one line, such as reference numbers. Their texts need no translation.
ONE_FOR_ALL = frozenset(field.code for part in DRAFT_PARTS.values() for field in part.fields if field.is_line)
# The name of a field, and the field's heading in the letter.
NamedField = tuple[str, object]


class BlockBuilder:
    """Builds the blocks of a draft in one language, and counts its numbered paragraphs."""

    def __init__(self, content: DraftContent, language: str) -> None:
        self.content, self.language = content, language
        self._chrome = i18n.label_language(language)
        self._paragraphs = 0

    def label(self, text: object) -> TextRun:
        """Return a label as a text run. The caller translates `text` into the language of labels
        (`i18n.label_language`)."""
        return TextRun(str(text), self._chrome)

    def name(self, text: Text) -> TextRun:
        """Return a name from the directory, marked with its language."""
        return TextRun(text.text, text.language)

    def typed(self, text: str) -> TextRun:
        """Return a text of unknown language as a text run. The run's language is the letter's language if both have the
        same direction. Otherwise it is "ar" for a text from right to left, and "" for a text from left to right."""
        is_rtl = is_right_to_left(text)
        direction = "rtl" if is_rtl else "ltr"
        return TextRun(text, self.language if i18n.direction(self.language) == direction else "ar" if is_rtl else "")

    def blank(self, text: object, *, is_untranslated: bool = False) -> TextRun:
        """Return a blank to be filled in by hand, with a description in brackets."""
        return TextRun(f"[{text}]", self._chrome, is_blank=True, is_untranslated=is_untranslated)

    def strong(self, piece: TextRun) -> TextRun:
        """Return a text in bold."""
        return replace(piece, is_strong=True)

    def written(self, name: str, label: object) -> TextRun:
        """Return the field's text in the letter's language. If the field has no text in this language, return a blank
        that is described by `label`.

        A field in ONE_FOR_ALL has one text for all languages: its text may be in any language.
        """
        text = self.content.text(name, self.language)
        if text:
            return TextRun(text, self.language)
        if name in ONE_FOR_ALL and self.content.has(name):
            return self.typed(next(filter(None, self.content.texts[name].values())))
        if self.content.has(name):
            return self.blank(_("%(text)s: translation", text=label), is_untranslated=True)
        return self.blank(label)

    def heading(self, text: object) -> Block:
        """Return a block that is a heading."""
        return Block(BlockKind.HEADING, ((self.label(text),),))

    def lines(self, kind: BlockKind, lines: Sequence[Line]) -> Block:
        """Return a block of several lines."""
        return Block(kind, tuple(lines))

    def paragraph(self, *pieces: TextRun) -> Block:
        """Return a paragraph without a number."""
        return Block(BlockKind.PARAGRAPH, (pieces,))

    def numbered(self, *pieces: TextRun) -> Block:
        """Return the next numbered paragraph."""
        self._paragraphs += 1
        return Block(BlockKind.PARAGRAPH, (pieces,), self._paragraphs)

    def headed(self, heading: object, *pieces: TextRun) -> Block:
        """Return the next numbered paragraph, with a heading before its text."""
        return self.numbered(self.lead(heading), *pieces)

    def lead(self, heading: object) -> TextRun:
        """Return a heading within a line, with the colon of the language."""
        return self.strong(self.label(labelled(heading, "")))

    def row(self, label: object, *value: TextRun) -> Block:
        """Return a block that is a row of label and value."""
        return Block(BlockKind.ROW, ((self.label(label),), value))

    def filled(self, fields: Iterable[NamedField], needed: Iterable[str] = ()) -> Iterator[Block]:
        """Yield a numbered paragraph for each field that has a text in any language or is in `needed`."""
        needed = set(needed)
        for name, heading in fields:
            if self.content.has(name) or name in needed:
                yield self.headed(heading, self.written(name, heading))
