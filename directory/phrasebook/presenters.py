"""Presents the sentences of the phrasebook, in the reader's language and beside it in a second one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from directory import i18n
from directory.access.viewer import Viewer
from directory.phrasebook.phrase import Phrase, Speaker
from directory.phrasebook.queries import list_phrases
from directory.phrasebook.sentences import GROUP_OF
from directory.phrasebook.wording import PhrasePart, parts_of
from directory.treaties.citations import Titles, cited_titles, with_article

SPEAKERS = {
    Speaker.ASKER: _l("said by the asking side"),
    Speaker.DESK: _l("said by the desk that is asked"),
    Speaker.BOTH: _l("said by both sides"),
}


@dataclass(frozen=True)
class PhraseLine:
    """A sentence: `parts` in the reader's language, `beside` in the second language or empty, and where a treaty says
    what it states."""

    id: str
    speaker: str
    parts: tuple[PhrasePart, ...]
    beside: tuple[PhrasePart, ...]
    source: str


@dataclass(frozen=True)
class PhraseGroupLines:
    """The sentences of one group that were found."""

    code: str
    label: str
    lines: list[PhraseLine]


def groups(viewer: Viewer, group: str, words: str, beside: str, language: str) -> list[PhraseGroupLines]:
    """Return the sentences that `list_phrases` finds, by group. `beside` is the code of the second language, or
    empty."""
    found, titles = list_phrases(group, words), cited_titles(viewer, language)
    seconds = _in_second(found, beside) if beside else {}
    return [
        PhraseGroupLines(of.code, str(of.label), [_line(one, seconds.get(one.id, ()), titles) for one in phrases])
        for of, phrases in groupby(found, key=lambda one: GROUP_OF[one.id])
    ]


def source_words(phrase: Phrase, titles: Titles) -> str:
    """Return the treaty and article that a sentence states, or ""."""
    if phrase.source is None:
        return ""
    treaty, article = phrase.source
    number = _("art. %(number)s", number=i18n.isolated_in_rtl(article))
    return with_article(titles[treaty].text.text if treaty in titles else treaty, str(number))


def _line(phrase: Phrase, beside: tuple[PhrasePart, ...], titles: Titles) -> PhraseLine:
    return PhraseLine(phrase.id, str(SPEAKERS[phrase.speaker]), parts_of(phrase), beside, source_words(phrase, titles))


def _in_second(found: Sequence[Phrase], language: str) -> dict[str, tuple[PhrasePart, ...]]:
    with i18n.in_language(language):
        return {one.id: parts_of(one) for one in found}
