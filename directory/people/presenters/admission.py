"""Invitations and requests for access, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from directory import clock, i18n
from directory.access.viewer import Viewer
from directory.accounts.queries import needs_passkey
from directory.models import AccessRequest, Invitation, Place
from directory.models.invitation import OPEN_STATES
from directory.people import choices
from directory.people.presenters.words import (
    ActConfirmation,
    InstantText,
    ScopeKeys,
    ScopeLabels,
    moment,
    person,
    scopes,
)
from directory.people.queries.access_requests import may_decide
from directory.people.queries.accounts import find
from directory.people.queries.agreements import list_to_agree
from directory.people.queries.invitations import list_bounced
from directory.people.service.granting import Grant, grant_of, may_give_each
from directory.people.service.invitations import may_withdraw
from directory.vocabulary import ACCESS_REQUEST_STATES, INVITATION_STATES, REFUSALS, OfficeAgreement, Role


@dataclass(frozen=True)
class InvitationLine:
    """An invitation in a list, and whether the viewer may send it again or withdraw it."""

    public_id: str
    email: str
    scope: ScopeLabels
    by: str
    sent_at: InstantText | None
    expires_at: InstantText | None
    state: str
    state_label: str
    may_resend: bool = False
    may_withdraw: bool = False
    is_bounced: bool = False


@dataclass(frozen=True)
class AgreementLine:
    """An invitation from outside of a State into an office of it. If the person was let in by an administrator before
    the State agreed, `account` is the id of the account, and `person` their name. `settled` says who decided, or is
    empty if the viewer may decide now."""

    invitation: InvitationLine
    account: int | None
    person: str
    settled: str
    decided_at: InstantText | None


@dataclass(frozen=True)
class InvitationPage:
    """The page that opens with the link of an invitation. The page does not show the invited address."""

    scope: ScopeLabels
    by: str
    expires_at: InstantText | None
    needs_passkey: bool


@dataclass(frozen=True)
class AccessRequestLine:
    """A request for access in a list. `at` is the time at which the visitor confirmed the address."""

    public_id: str
    name: str
    office: str
    scope: ScopeLabels
    at: InstantText | None
    state: str
    state_label: str


@dataclass(frozen=True)
class AccessRequestPage:
    """A request for access, and what the viewer may do if it is still open.

    `networks` are the requested networks to which the viewer may admit the person. `beyond` are the other requested
    networks.
    """

    line: AccessRequestLine
    email: str
    reason: str
    language: str
    decided_by: str
    decided_at: InstantText | None
    refusal: str
    networks: choices.Choices
    beyond: tuple[str, ...]
    may_decide: bool
    may_approve: bool
    needs_network: bool


def invitation_lines(viewer: Viewer, found: Sequence[Invitation], language: str) -> list[InvitationLine]:
    """Return invitations as lines of a list, in the order given."""
    words = scopes(viewer, [_given(invitation) for invitation in found], language)
    bounced = list_bounced(invitation.email for invitation in found)
    given = may_give_each(viewer, [grant_of(invitation) for invitation in found])
    return [
        replace(
            _invitation_line(invitation, scope, language),
            is_bounced=invitation.email in bounced,
            may_resend=_is_open(invitation) and is_given,
            may_withdraw=_is_open(invitation) and may_withdraw(viewer, invitation),
        )
        for invitation, scope, is_given in zip(found, words, given, strict=True)
    ]


def agreement_lines(viewer: Viewer, found: Sequence[Invitation], language: str) -> list[AgreementLine]:
    """Return invitations that wait for the agreement of the viewer's State or were decided on, in the order given."""
    words = scopes(viewer, [_given(invitation) for invitation in found], language)
    waiting = frozenset(list_to_agree(viewer))
    return [
        AgreementLine(
            _invitation_line(invitation, scope, language),
            invitation.account_id,
            person(find(invitation.account_id)) if invitation.account_id else "",
            "" if invitation.public_id in waiting else _settled(invitation),
            moment(invitation.decided_at, language),
        )
        for invitation, scope in zip(found, words, strict=True)
    ]


def agreement_done(viewer: Viewer, invitation: Invitation) -> ActConfirmation | None:
    """Return the confirmation that the viewer agreed or refused, or None if somebody else decided."""
    if invitation.decider_id != viewer.account_id:
        return None
    if invitation.agreement == OfficeAgreement.REFUSED:
        return ActConfirmation(_("You refused. The invitation has ended, and the inviter was told by mail."))
    if invitation.accepted_at:
        return ActConfirmation(_("You agreed. The person stays in the office."))
    return ActConfirmation(_("You agreed. The link went to the invited person by mail."))


def _settled(invitation: Invitation) -> str:
    name = person(find(invitation.decider_id)) if invitation.decider_id else ""
    if invitation.agreement == OfficeAgreement.REFUSED:
        return str(_("Refused by %(name)s", name=name))
    return str(_("Agreed to by %(name)s", name=name))


def welcome(viewer: Viewer, invitation: Invitation, language: str) -> InvitationPage:
    """Return the page that an invited person sees before accepting the invitation."""
    return InvitationPage(
        scopes(viewer, [_given(invitation)], language)[0],
        person(invitation.inviter),
        moment(invitation.expires_at, language),
        needs_passkey(invitation),
    )


def request_lines(viewer: Viewer, found: Sequence[AccessRequest], language: str) -> list[AccessRequestLine]:
    """Return requests for access as lines of a list, in the order given."""
    words = scopes(viewer, [_given(asked) for asked in found], language)
    return [_request_line(asked, scope, language) for asked, scope in zip(found, words, strict=True)]


def request_page(viewer: Viewer, asked: AccessRequest, language: str) -> AccessRequestPage:
    """Return the page of a request for access, with the decisions that the viewer may take."""
    wanted = asked.place().networks
    is_bare_given, *each = may_give_each(viewer, [_grant(asked), *(_grant(asked, key) for key in sorted(wanted))])
    given = {key for key, is_given in zip(sorted(wanted), each, strict=True) if is_given}
    return AccessRequestPage(
        line=request_lines(viewer, [asked], language)[0],
        email=asked.email,
        reason=asked.reason,
        language=i18n.LANGUAGES[asked.language].autonym,
        decided_by=person(find(asked.decider_id)) if asked.decider_id else "",
        decided_at=moment(asked.decided_at, language),
        refusal=str(REFUSALS.label(asked.refusal)) if asked.refusal else "",
        networks=choices.networks(viewer, language, given),
        beyond=tuple(name for _key, name in choices.networks(viewer, language, wanted - given)),
        may_decide=may_decide(viewer, asked),
        may_approve=bool(given) or is_bare_given,
        needs_network=not is_bare_given,
    )


def _grant(asked: AccessRequest, *networks: str) -> Grant:
    return Grant(Role.PRACTITIONER, Place(asked.jurisdiction_key, frozenset(networks)), asked.authority_key or "")


def _is_open(invitation: Invitation) -> bool:
    return invitation.state(clock.now()) in OPEN_STATES


def _invitation_line(invitation: Invitation, scope: ScopeLabels, language: str) -> InvitationLine:
    state = invitation.state(clock.now())
    return InvitationLine(
        public_id=invitation.public_id,
        email=invitation.email,
        scope=scope,
        by=person(invitation.inviter),
        sent_at=moment(invitation.created_at, language),
        expires_at=moment(invitation.expires_at, language),
        state=state,
        state_label=str(INVITATION_STATES.label(state)),
    )


def _given(found: Invitation | AccessRequest) -> ScopeKeys:
    place, authority = found.place(), found.authority_key or ""
    if isinstance(found, AccessRequest):
        return ScopeKeys(Role.PRACTITIONER, place.jurisdiction, place.networks, authority)
    desks = tuple(one.focal_point_key for one in found.desks)
    return ScopeKeys(found.role, place.jurisdiction, place.networks, authority, desks)


def _request_line(asked: AccessRequest, scope: ScopeLabels, language: str) -> AccessRequestLine:
    return AccessRequestLine(
        asked.public_id,
        asked.name,
        asked.office,
        scope,
        moment(asked.confirmed_at, language),
        asked.state,
        str(ACCESS_REQUEST_STATES.label(asked.state)),
    )
