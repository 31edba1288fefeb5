"""What follows from the checked answer of an issuer: who signs in, who is admitted, what is bound. Call these functions
inside `committing`. Each raises SignInRefused with the reason.

A person is known by issuer and subject alone. A mail address never finds an account; at accepting an invitation the
issuer must have verified the address that was invited.
"""

from datetime import timedelta

from directory.accounts.queries import normalized_address
from directory.clock import now
from directory.errors import Conflict, Expired, InvalidInput
from directory.models import Account, Issuer, OfficeAccount
from directory.office_accounts import queries, service
from directory.office_accounts.flow import OfficeAnswer, SignInRefused
from directory.people.queries import invitations
from directory.people.service.acceptance import admit, require_invited
from directory.vocabulary import OfficeFault

# How recent a sign-in at the issuer must be that confirms who somebody is.
ANEW = timedelta(minutes=5)


def find_person(issuer: Issuer, answer: OfficeAnswer) -> OfficeAccount:
    """Return the bound account of the person who signed in."""
    bound = queries.find_bound(issuer.id, answer.signed_in.subject)
    if bound is None or not bound.account.active:
        raise SignInRefused(OfficeFault.NOT_BOUND, answer.begun)
    _require_covered(issuer, answer, bound.account.jurisdiction_key, bound.account.authority_key)
    return bound


def accept(issuer: Issuer, answer: OfficeAnswer) -> OfficeAccount:
    """Accept an invitation: make the account of the invited person, and bind the account of the office to it."""
    begun, signed_in = answer.begun, answer.signed_in
    try:
        invitation = invitations.of_digest(begun.values["invitation"])
        require_invited(invitation, invitation.email)
    except (Expired, InvalidInput) as error:
        raise SignInRefused(OfficeFault.INVITATION, begun) from error
    _require_covered(issuer, answer, invitation.jurisdiction_key, invitation.authority_key)
    if normalized_address(signed_in.address) != invitation.email:
        raise SignInRefused(OfficeFault.ADDRESS, begun)
    return _bind(issuer, answer, admit(invitation, begun.values["name"]))


def bind(issuer: Issuer, answer: OfficeAnswer, account: Account) -> None:
    """Bind the account of the office to the account of the person who is signed in here."""
    _require_covered(issuer, answer, account.jurisdiction_key, account.authority_key)
    _bind(issuer, answer, account)


def require_confirmed(issuer: Issuer, answer: OfficeAnswer, account: Account) -> None:
    """Refuse an answer that does not show anew who this person is."""
    bound = queries.find_bound(issuer.id, answer.signed_in.subject)
    if bound is None or bound.account_id != account.id:
        raise SignInRefused(OfficeFault.NOT_BOUND, answer.begun)
    _require_covered(issuer, answer, account.jurisdiction_key, account.authority_key)
    if now() - answer.signed_in.at >= ANEW:
        raise SignInRefused(OfficeFault.TOO_OLD, answer.begun)


def _bind(issuer: Issuer, answer: OfficeAnswer, account: Account) -> OfficeAccount:
    try:
        return service.bind(issuer, account, answer.signed_in)
    except Conflict as error:
        raise SignInRefused(OfficeFault.BOUND_ALREADY, answer.begun) from error


def _require_covered(issuer: Issuer, answer: OfficeAnswer, jurisdiction: str | None, authority: str | None) -> None:
    if not issuer.covers(jurisdiction, authority):
        raise SignInRefused(OfficeFault.OTHER_OFFICE, answer.begun)
