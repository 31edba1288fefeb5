"""Presents strings, suggested and published wordings, and the keepers of languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.catalogues import CatalogueKey, CatalogueString, current_catalogues, strings
from directory.extensions import db
from directory.i18n import DEFAULT, LANGUAGES, Language, without_case_and_accents
from directory.models import Account, PublishedWording, WordingSuggestion
from directory.paging import Paged, paginate_rows
from directory.proposals.verifying_office import office_of
from directory.vocabulary import WORDING_OUTCOMES, WORDING_STANDINGS, WordingOutcome, WordingStanding
from directory.wording_rules import KEPT
from directory.wordings import queries
from directory.wordings.glossary import GlossaryTerm, terms_in
from directory.wordings.permissions import kept_languages

FEWEST_LETTERS_OF_A_PIECE = 3


@dataclass(frozen=True)
class StringLine:
    """A string in a list: its code, and the texts that the site shows in the reader's language. `english` is empty if
    the reader's language is English."""

    code: str
    texts: tuple[str, ...]
    english: tuple[str, ...]


@dataclass(frozen=True)
class OtherWording:
    """The texts that the site shows for a string in another language."""

    language: Language
    texts: tuple[str, ...]


@dataclass(frozen=True)
class StringFacts:
    """The facts that help to word a string in `language`.

    - `texts`: the texts that the site shows in this language
    - `terms`: the glossary terms that the English contains
    - `others`: the texts that the site shows in other languages
    """

    language: Language
    english: tuple[str, ...]
    context: str
    texts: tuple[str, ...]
    terms: list[GlossaryTerm]
    others: list[OtherWording]


@dataclass(frozen=True)
class SuggestionLine:
    """A suggestion in a list. `english` is the English in the singular."""

    id: str
    language: Language
    english: str
    texts: tuple[str, ...]
    suggested_at: datetime
    outcome: str
    outcome_label: str
    reason: str


@dataclass(frozen=True)
class SuggestionPage:
    """One suggestion.

    - `facts`: None if this version has no such string.
    - `words`: the reason for the suggestion.
    - `page`: the address of the page on which the string was seen, or only its pattern (see `place_of`). `has_address`
      is false for a pattern.
    - `office`: the office of the person who made the suggestion. It is empty if a visitor made the suggestion, or if
      the person has left.
    - `may_decide`: the viewer may decide on the suggestion, nobody has decided yet, and this version has the string.
    """

    line: SuggestionLine
    facts: StringFacts | None
    words: str
    page: str
    has_address: bool
    office: str
    may_decide: bool


@dataclass(frozen=True)
class PublishedLine:
    """A published wording. `english` is the English in the singular."""

    code: str
    english: str
    texts: tuple[str, ...]
    published_at: datetime
    standing: WordingStanding
    standing_label: str


@dataclass(frozen=True)
class KeeperLine:
    """A person who decides on wordings of a language."""

    language: Language
    account_id: int
    name: str
    is_active: bool


def string_lines(keys: Iterable[CatalogueKey], language: str, searched: str, page: int) -> Paged[StringLine]:
    """Return one page of the strings with these keys that match `searched`.

    A string matches if its wording or its English contains the searched text. A text with placeholders also matches if
    the searched text contains all the parts around its placeholders.
    """
    known, wanted = strings(language), without_case_and_accents(searched.strip())
    found = (known[key.code] for key in keys if key.code in known)
    lines = [line for one in found if _is_found(line := _string_line(one, language), wanted)]
    return paginate_rows(lines, page)


def all_keys(language: str) -> list[CatalogueKey]:
    """Return the keys of all strings of the site."""
    return [one.key for one in strings(language).values()]


def string_facts(string: CatalogueString, language: str) -> StringFacts:
    """Return the facts that help to word a string in a language."""
    said = current_catalogues().forms_of
    others = [
        OtherWording(one, said(strings(code)[string.key.code], code))
        for code, one in LANGUAGES.items()
        if code not in (language, DEFAULT) and string.key.code in strings(code)
    ]
    return StringFacts(
        LANGUAGES[language],
        string.english,
        string.key.context,
        said(string, language),
        terms_in(string.english, language),
        others,
    )


def suggestion_lines(suggestions: Iterable[WordingSuggestion]) -> list[SuggestionLine]:
    """Return suggestions as lines, in the order given."""
    return list(map(suggestion_line, suggestions))


def suggestion_line(suggestion: WordingSuggestion) -> SuggestionLine:
    """Return a suggestion as a line of a list."""
    return SuggestionLine(
        id=suggestion.public_id,
        language=LANGUAGES[suggestion.language],
        english=suggestion.english,
        texts=tuple(suggestion.forms),
        suggested_at=suggestion.suggested_at,
        outcome=suggestion.outcome,
        outcome_label=str(WORDING_OUTCOMES.label(suggestion.outcome)),
        reason=suggestion.reason,
    )


def suggestion_page(viewer: Viewer, suggestion: WordingSuggestion, language: str) -> SuggestionPage:
    """Return the page of a suggestion, in a language. The viewer must be allowed to see the suggestion."""
    string = queries.find_string(suggestion)
    is_open = suggestion.outcome == WordingOutcome.OPEN
    return SuggestionPage(
        line=suggestion_line(suggestion),
        facts=string_facts(string, suggestion.language) if string else None,
        words=suggestion.words,
        page=suggestion.page,
        has_address="<" not in suggestion.page,
        office=_office(suggestion, language),
        may_decide=is_open and string is not None and suggestion.language in kept_languages(viewer),
    )


def published_lines(rows: Iterable[PublishedWording]) -> list[PublishedLine]:
    """Return published wordings as lines, in the order given."""
    return [_published_line(row) for row in rows]


def keeper_lines() -> list[KeeperLine]:
    """Return the keepers by language, in the order of LANGUAGES, then in the order in which they were named."""
    lines = [
        KeeperLine(LANGUAGES[keeper.language], account.id, account.name, account.active)
        for keeper, account in queries.list_keepers()
        if keeper.language in LANGUAGES
    ]
    order = list(LANGUAGES)
    return sorted(lines, key=lambda line: order.index(line.language.code))


def _string_line(string: CatalogueString, language: str) -> StringLine:
    texts = current_catalogues().forms_of(string, language)
    return StringLine(string.key.code, texts, () if language == DEFAULT else string.english)


def _is_found(line: StringLine, wanted: str) -> bool:
    if not wanted:
        return True
    texts = [without_case_and_accents(text) for text in (*line.texts, *line.english)]
    return any(wanted in text or _makes_up(wanted, text) for text in texts)


def _makes_up(shown: str, text: str) -> bool:
    """Return whether `shown` may be `text` with its placeholders filled in. This is so if `shown` contains each part of
    `text` around the placeholders that has at least FEWEST_LETTERS_OF_A_PIECE characters."""
    pieces = [piece.strip() for piece in KEPT.split(text)]
    told = [piece for piece in pieces if len(piece) >= FEWEST_LETTERS_OF_A_PIECE]
    return len(pieces) > 1 and bool(told) and all(piece in shown for piece in told)


def _office(suggestion: WordingSuggestion, language: str) -> str:
    account = None if suggestion.suggested_by_id is None else db.session.get(Account, suggestion.suggested_by_id)
    return office_of(viewer_of(account), language) if account is not None and account.active else ""


def _published_line(row: PublishedWording) -> PublishedLine:
    if queries.is_stale(row):
        standing = WordingStanding.STALE
    else:
        standing = WordingStanding.IN_CATALOGUE if queries.is_in_catalogue(row) else WordingStanding.SHOWN
    return PublishedLine(
        code=row.string_code,
        english=row.english,
        texts=tuple(row.forms),
        published_at=row.published_at,
        standing=standing,
        standing_label=str(WORDING_STANDINGS.label(standing)),
    )
