"""Forgets a person: erases name and address in the account and in all rows and recorded acts about the person.

The account id stays, so the audit chain can still be verified.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.accounts.service import end, erase_factors
from directory.alarms.service import forget_alarms
from directory.audit.chain import erase, record
from directory.clock import has_expired
from directory.errors import NotPermitted
from directory.extensions import db
from directory.models import (
    AccessRequest,
    Account,
    ApiToken,
    Draft,
    Follow,
    FollowSettings,
    Handover,
    Invitation,
    LanguageKeeper,
    Report,
    WordingSuggestion,
)
from directory.outbox.service import erase_address as erase_mails
from directory.people.queries.accounts import forgotten_address, place_of
from directory.people.service.access_requests import VALID
from directory.people.service.accounts import require_looks_after, set_desks
from directory.people.service.letters import forget_letters, named_in
from directory.tokens import new_token

# A request is stored for this time after its decision, and an unused invitation for this time after it expires.
RETENTION = timedelta(days=30)


def forget(viewer: Viewer, account: Account) -> None:
    """End an account, and erase the person for good. The person's acts stay in the audit chain, under the account id.

    Raises NotPermitted if the viewer is no administrator, or if the account is the viewer's own.
    """
    require_looks_after(viewer, account)
    if not may(viewer, Action.ADMINISTER, place_of(account)):
        raise NotPermitted
    end(account)
    erase_factors(account)
    set_desks(account, {})
    _close_drafts(account)
    address, account.email, account.name = account.email, forgotten_address(account.id), ""
    account.language, account.authority_key = "en", None
    _forget_address(viewer, address)
    forget_letters(named_in(account))
    for token in db.session.scalars(select(ApiToken).where(ApiToken.account_id == account.id)):
        token.label = ""
    forget_alarms(account)
    _forget_follows(account)
    _forget_wordings(account)
    of_theirs = or_(Handover.leaver_id == account.id, Handover.successor_id == account.id)
    for handover in db.session.scalars(select(Handover).where(of_theirs)):
        handover.note = ""
        # Letters about a handover name both people.
        forget_letters(f"handover:{handover.public_id}:")
    erase(viewer.account_id, ("account", str(account.id)))
    record(viewer.account_id, "forgotten", ("account", str(account.id)))


def _close_drafts(account: Account) -> None:
    """Remove former authorities from a person's drafts, so that people of these authorities cannot find the drafts.

    Call this before the present authority of the account is erased.
    """
    elsewhere = Draft.owner_id == account.id, Draft.authority_key != (account.authority_key or "")
    for draft in db.session.scalars(select(Draft).where(*elsewhere)):
        draft.authority_key = ""


def forget_old(at: datetime) -> int:
    """Erase old requests for access and unused invitations, together with the letters about them.

    Return the number of erased requests and invitations. Call this inside `committing`.

    A request that was not confirmed in time is erased at once. A decided request is erased RETENTION after the
    decision, and an invitation RETENTION after it expires.
    """
    old: list[AccessRequest | Invitation] = [*_old_requests(at), *_old_invitations(at)]
    for one in old:
        erase(None, one.entry_key)
        if isinstance(one, AccessRequest):
            forget_letters(f"request:{one.public_id}:")
            db.session.delete(one)
        else:
            forget_letters(f"invitation:{one.public_id}:")
            one.email = one.name = ""
    return len(old)


def _old_requests(at: datetime) -> list[AccessRequest]:
    unconfirmed = AccessRequest.confirmed_at.is_(None) & has_expired(AccessRequest.expires_at, at, VALID)
    query = select(AccessRequest).where(or_(unconfirmed, AccessRequest.decided_at < at - RETENTION))
    return list(db.session.scalars(query))


def _old_invitations(at: datetime) -> list[Invitation]:
    not_accepted = Invitation.account_id.is_(None), Invitation.email != "", Invitation.expires_at < at - RETENTION
    return list(db.session.scalars(select(Invitation).where(*not_accepted)))


def _forget_follows(account: Account) -> None:
    for model in (Follow, FollowSettings):
        for row in db.session.scalars(select(model).where(model.account_id == account.id)):
            db.session.delete(row)


def _forget_wordings(account: Account) -> None:
    """Erase the name and the remarks of `account` from the wordings that `account` suggested. The wordings stay.

    The account also loses the right to decide on suggested wordings.
    """
    for suggestion in db.session.scalars(
        select(WordingSuggestion).where(WordingSuggestion.suggested_by_id == account.id)
    ):
        suggestion.words, suggestion.suggested_by_id = "", None
    for keeper in db.session.scalars(select(LanguageKeeper).where(LanguageKeeper.account_id == account.id)):
        db.session.delete(keeper)


def _forget_address(viewer: Viewer, address: str) -> None:
    for invitation in db.session.scalars(select(Invitation).where(func.lower(Invitation.email) == address)):
        invitation.email = invitation.name = ""
        invitation.digest = new_token()[1]
        erase(viewer.account_id, invitation.entry_key)
    for asked in db.session.scalars(select(AccessRequest).where(func.lower(AccessRequest.email) == address)):
        asked.email = asked.name = asked.office = asked.reason = ""
        asked.digest = new_token()[1]
        erase(viewer.account_id, asked.entry_key)
    for report in db.session.scalars(select(Report).where(func.lower(Report.address) == address)):
        report.address = report.words = ""
    erase_mails(address)
