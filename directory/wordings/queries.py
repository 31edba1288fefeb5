"""Reads suggested and published wordings, and the keepers of languages."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select

from directory.access.viewer import Viewer
from directory.cache.overlay import list_published
from directory.catalogues import CatalogueString, strings
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, LanguageKeeper, PublishedWording, WordingSuggestion
from directory.paging import Paged, paginate
from directory.vocabulary import WordingOutcome
from directory.wording_rules import form_faults
from directory.wordings.permissions import is_of_kept_language

MOST_OWN = 20


def get_string(language: str, code: str) -> CatalogueString:
    """Return a string of the interface by its code. Raises NotFound for an unknown code."""
    try:
        return strings(language)[code]
    except KeyError:
        raise NotFound from None


def find_string(suggestion: WordingSuggestion | PublishedWording) -> CatalogueString | None:
    """Return the string of a wording, or None if this version has no such string."""
    return strings(suggestion.language).get(suggestion.string_code)


def get(viewer: Viewer, public_id: str) -> WordingSuggestion:
    """Return a suggestion. Raises NotFound if there is none with this id, or if the viewer neither made it nor decides
    on wordings of its language."""
    is_seen = is_of_kept_language(viewer)
    if viewer.account_id is not None:
        is_seen = is_seen | (WordingSuggestion.suggested_by_id == viewer.account_id)
    query = select(WordingSuggestion).where(WordingSuggestion.public_id == public_id, is_seen)
    found: WordingSuggestion | None = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def list_waiting(viewer: Viewer, page: int) -> Paged[WordingSuggestion]:
    """Return one page of the suggestions that wait for a decision of the viewer, the oldest first."""
    return paginate(select(WordingSuggestion).where(is_waiting(viewer)).order_by(WordingSuggestion.id), page)


def list_own(viewer: Viewer) -> Sequence[WordingSuggestion]:
    """Return the newest suggestions that the viewer made, at most MOST_OWN."""
    own = select(WordingSuggestion).where(WordingSuggestion.suggested_by_id == viewer.account_id)
    return db.session.scalars(own.order_by(WordingSuggestion.id.desc()).limit(MOST_OWN)).all()


def is_waiting(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a suggestion waits for a decision of the viewer."""
    return and_(is_of_kept_language(viewer), WordingSuggestion.outcome == WordingOutcome.OPEN)


def find_same(language: str, code: str, forms: Sequence[str]) -> WordingSuggestion | None:
    """Return the undecided suggestion with the same texts for the same string, or None."""
    same = WordingSuggestion.language == language, WordingSuggestion.string_code == code
    undecided = select(WordingSuggestion).where(*same, WordingSuggestion.outcome == WordingOutcome.OPEN)
    return next((one for one in db.session.scalars(undecided) if one.forms == list(forms)), None)


def list_of_language(language: str) -> list[PublishedWording]:
    """Return the published wordings of a language, the newest first."""
    return [one for one in reversed(list_published()) if one.language == language]


def list_accepted(language: str) -> Sequence[WordingSuggestion]:
    """Return the accepted suggestions of a language, the newest first. Only English has any: in other languages, a
    suggestion is published instead."""
    accepted = WordingSuggestion.language == language, WordingSuggestion.outcome == WordingOutcome.ACCEPTED
    return db.session.scalars(select(WordingSuggestion).where(*accepted).order_by(WordingSuggestion.id.desc())).all()


def is_in_catalogue(wording: PublishedWording) -> bool:
    """Return whether the catalogue of this version has the texts of the wording."""
    string = find_string(wording)
    return string is not None and string.forms == tuple(wording.forms)


def is_stale(wording: PublishedWording) -> bool:
    """Return whether a wording cannot be shown: its string is gone, or the rules no longer allow it."""
    string = find_string(wording)
    return string is None or bool(form_faults(string, wording.language, wording.forms))


def list_keepers() -> Sequence[tuple[LanguageKeeper, Account]]:
    """Return the keepers with their accounts, in the order in which they were named."""
    query = select(LanguageKeeper, Account).join(Account, Account.id == LanguageKeeper.account_id)
    found = db.session.execute(query.order_by(LanguageKeeper.named_at, Account.id))
    return [(keeper, account) for keeper, account in found]


def list_accounts(language: str) -> Sequence[Account]:
    """Return the active accounts of the keepers of a language."""
    own = select(LanguageKeeper.account_id).where(LanguageKeeper.language == language)
    return db.session.scalars(select(Account).where(Account.active, Account.id.in_(own)).order_by(Account.id)).all()
