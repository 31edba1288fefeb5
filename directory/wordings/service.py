"""Suggests, publishes and refuses wordings, ends published ones, and names keepers of languages."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.accounts.queries import get_by_address
from directory.audit.chain import record
from directory.cache.overlay import list_published
from directory.catalogues import CatalogueString
from directory.errors import Conflict, InvalidInput, NotFound
from directory.extensions import db
from directory.i18n import DEFAULT
from directory.models import LanguageKeeper, Place, PublishedWording, WordingSuggestion
from directory.outbox.service import queue
from directory.vocabulary import WordingEnd, WordingOutcome
from directory.wordings import queries
from directory.wordings.checks import wording_faults
from directory.wordings.messages import DECIDED, NO_ACCOUNT
from directory.wordings.permissions import require_keeper

# The reason of a suggestion is kept for this time after the decision.
RETENTION = timedelta(days=30)
KIND, KEEPER_KIND = "wording", "language_keeper"


def suggest(
    viewer: Viewer, language: str, string: CatalogueString, forms: Sequence[str], words: str, page: str
) -> WordingSuggestion:
    """Store a suggested wording of a string, and mail the keepers of the language. Anyone may suggest.

    If the same wording waits already, return that suggestion and store none. A keeper gets one letter a day at most.
    Raises InvalidInput for a wording with faults (see `wording_faults`).
    """
    _require_sound(string, language, forms)
    if same := queries.find_same(language, string.key.code, forms):
        return same
    made = WordingSuggestion(
        language=language,
        string_code=string.key.code,
        context=string.key.context,
        english=string.key.english,
        forms=list(forms),
        words=words,
        page=page,
        suggested_by_id=viewer.account_id,
    )
    db.session.add(made)
    for keeper in queries.list_accounts(language):
        key = f"wordings:{clock.today().isoformat()}:{keeper.id}"
        queue("wordings_waiting", keeper.email, keeper.language, key=key, path="wordings")
    return made


def publish(viewer: Viewer, suggestion: WordingSuggestion, forms: Sequence[str]) -> None:
    """Publish a wording. From its next answer on, every node shows the wording in place of the catalogue's text.
    `forms` are the suggested texts, or the texts as the viewer amended them.

    An English wording is only accepted for the next version. The other languages are translated from the English, so
    their texts must change together with the English.

    Records one audit event. Raises NotPermitted if the viewer does not decide on wordings of the language, NotFound if
    this version has no such string, Conflict if the suggestion is decided, and InvalidInput for a wording with faults.
    """
    require_keeper(viewer, suggestion.language)
    string = queries.get_string(suggestion.language, suggestion.string_code)
    _require_sound(string, suggestion.language, forms)
    is_said = suggestion.language != DEFAULT
    _decide(viewer, suggestion, WordingOutcome.PUBLISHED if is_said else WordingOutcome.ACCEPTED, forms)
    if is_said:
        _add(viewer, suggestion, forms)


def refuse(viewer: Viewer, suggestion: WordingSuggestion, reason: str) -> None:
    """Refuse a suggestion with a reason. Records one audit event. Raises NotPermitted if the viewer does not decide on
    wordings of the language, and Conflict if the suggestion is decided."""
    require_keeper(viewer, suggestion.language)
    suggestion.reason = reason
    _decide(viewer, suggestion, WordingOutcome.REFUSED, suggestion.forms)


def withdraw(viewer: Viewer, language: str, code: str) -> None:
    """End a published wording, so that the site shows the catalogue's text again. Records one audit event. Raises
    NotFound if no wording of the string is published, and NotPermitted if the viewer does not decide on wordings of the
    language."""
    require_keeper(viewer, language)
    published = next((one for one in queries.list_of_language(language) if one.string_code == code), None)
    if published is None:
        raise NotFound
    _end(published, WordingEnd.WITHDRAWN, viewer.account_id)


def end_taken_over() -> int:
    """End the published wordings that the catalogues of this version contain too, so that a later catalogue can replace
    them. Return their number. Call this inside `committing`."""
    taken_over = [one for one in list_published() if queries.is_in_catalogue(one)]
    for one in taken_over:
        _end(one, WordingEnd.TAKEN_OVER, None)
    return len(taken_over)


def forget_reasons(now: datetime) -> int:
    """Erase the reasons for suggestions and for refusals, if the decision is older than RETENTION. Such a reason may
    contain names, although people are asked to write none. Return the number of suggestions. Call this inside
    `committing`."""
    has_reason = or_(WordingSuggestion.words != "", WordingSuggestion.reason != "")
    old = select(WordingSuggestion).where(WordingSuggestion.decided_at < now - RETENTION, has_reason)
    found = db.session.scalars(old).all()
    for one in found:
        one.words = one.reason = ""
    return len(found)


def name_keeper(viewer: Viewer, language: str, address: str) -> None:
    """Let the person with this mail address decide on wordings of a language. Records one audit event, unless the
    person is a keeper of the language already. Raises NotPermitted for anybody but an administrator, and InvalidInput
    for an address without an active account."""
    require(viewer, Action.ADMINISTER, Place())
    account = get_by_address(address)
    if account is None or not account.active:
        raise InvalidInput(NO_ACCOUNT)
    if db.session.get(LanguageKeeper, (language, account.id)) is None:
        db.session.add(LanguageKeeper(language=language, account_id=account.id))
        record(viewer.account_id, "keeper_named", (KEEPER_KIND, f"{language}:{account.id}"))


def remove_keeper(viewer: Viewer, language: str, account_id: int) -> None:
    """Take from a person the right to decide on wordings of a language. Records one audit event. Raises NotPermitted
    for anybody but an administrator, and NotFound if the person is no keeper."""
    require(viewer, Action.ADMINISTER, Place())
    keeper = db.session.get(LanguageKeeper, (language, account_id))
    if keeper is None:
        raise NotFound
    db.session.delete(keeper)
    record(viewer.account_id, "keeper_removed", (KEEPER_KIND, f"{language}:{account_id}"))


def _require_sound(string: CatalogueString, language: str, forms: Sequence[str]) -> None:
    for fault in wording_faults(string, language, forms).values():
        raise InvalidInput(fault)


def _decide(viewer: Viewer, suggestion: WordingSuggestion, outcome: WordingOutcome, forms: Sequence[str]) -> None:
    if suggestion.outcome != WordingOutcome.OPEN:
        raise Conflict(DECIDED)
    suggestion.outcome, suggestion.decided_at = outcome, clock.now()
    suggestion.decided_by_id = viewer.account_id
    record(viewer.account_id, f"wording_{outcome}", _entry(suggestion), "", suggestion.forms, list(forms))
    suggestion.forms = list(forms)


def _add(viewer: Viewer, suggestion: WordingSuggestion, forms: Sequence[str]) -> None:
    db.session.add(
        PublishedWording(
            language=suggestion.language,
            string_code=suggestion.string_code,
            context=suggestion.context,
            english=suggestion.english,
            forms=list(forms),
            published_by_id=viewer.account_id,
        )
    )


def _end(published: PublishedWording, end: WordingEnd, account_id: int | None) -> None:
    names = {name: getattr(published, name) for name in ("language", "string_code", "context", "english", "forms")}
    db.session.add(PublishedWording(**names, end=end, published_by_id=account_id))
    record(account_id, f"wording_{end}", _entry(published), "", published.forms, None)


def _entry(wording: WordingSuggestion | PublishedWording) -> tuple[str, str]:
    return KIND, f"{wording.language}:{wording.string_code}"
