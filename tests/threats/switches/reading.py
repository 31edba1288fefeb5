"""Turns off what keeps values from those whom they are not for (rows 1 to 6, 25, 36)."""

from typing import Any

from sqlalchemy import ColumnElement, select, true

from directory.access.policy import readable
from directory.access.viewer import Viewer
from directory.accounts import passwords
from directory.extensions import db
from directory.models import Account, AccountSecrets, RestrictedWord
from directory.search.restricted_matches import MatchedDetails
from directory.vocabulary import Role
from search_index import query_terms
from tests.threats.replacing import nothing, replace


def any_thread_is_found() -> None:
    """A consultation is opened by whoever knows its name, without a seat in it."""

    def takes_part(_viewer: Viewer) -> ColumnElement[bool]:
        return true()

    replace("directory.consultations.queries.threads.takes_part", takes_part)


def the_policy_says_yes() -> None:
    """Every viewer may read every detail."""
    replace("directory.access.policy.may_read", lambda *_asked: True)


def a_scope_has_no_end() -> None:
    """Whoever may do something in their own State may do it in every State: one wrong line of the policy."""
    replace("directory.access.policy._reaches", lambda _viewer, reach, _place: reach is not None)


def every_word_is_searched() -> None:
    """The look-up of restricted words leaves out the policy's condition."""
    replace("directory.access.policy.readable", lambda *_asked: true())


def nobody_has_no_hash() -> None:
    """Where there is no such person no hash is compared, so that the answer comes sooner."""

    def is_password(password: str, account: Account | None, secrets: AccountSecrets | None) -> bool:
        kept = secrets.password_hash if secrets else ""
        is_known = bool(kept) and account is not None and account.active
        return is_known and bool(passwords.verify_password(passwords.normal(password), kept))

    replace("directory.accounts.passwords.is_password", is_password)


def reads_are_not_counted() -> None:
    """However much one address or account reads, it is never refused."""
    replace("directory.web.request_rate_limit.count_request", nothing)
    replace("directory.audit.queries.list_entries_shown", lambda *_asked: set())


def nothing_is_personal() -> None:
    """What is for one person is sent with the headers of a page for everyone: caches may keep it."""
    replace("directory.web.response_headers.is_personal", lambda: False)


def the_seal_is_the_text() -> None:
    """What is sealed lies in the database as it was written."""

    def sealed(_cipher: Any, content: bytes, _bound_to: str) -> bytes:
        return content

    replace("directory.envelope_encryption._sealed", sealed)
    replace("directory.envelope_encryption._opened", sealed)


def restricted_words_are_met_by_their_beginning() -> None:
    """Whoever may read a detail finds its entry by the first letters of a word in it, and nothing is written down."""

    def restricted(viewer: Viewer, text: str) -> MatchedDetails:
        if viewer.role is Role.VISITOR:
            return {}
        mine = readable(viewer, RestrictedWord.audience, RestrictedWord.jurisdiction, RestrictedWord.network)
        rows = db.session.scalars(select(RestrictedWord).where(mine)).all()
        return {
            word.text: {(row.kind, row.key): frozenset({row.detail}) for row in rows if row.word.startswith(word.text)}
            for word in query_terms(text)
        }

    replace("directory.search.restricted_matches.find_restricted", restricted)
    replace("directory.search.restricted_matches.note_disclosures", nothing)
