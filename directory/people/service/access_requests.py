"""Requests for access: a visitor asks and confirms the mail address, and then a coordinator approves or refuses the
request."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from directory import clock, dates
from directory.access.viewer import Viewer
from directory.accounts.offices import require_not_ended, require_of_state
from directory.accounts.queries import get_by_address, normalized_address
from directory.audit.chain import record
from directory.errors import Conflict, InvalidInput, NotPermitted
from directory.extensions import db
from directory.models import AccessRequest, AccessRequestNetwork, Account
from directory.outbox.messages import one_line
from directory.outbox.service import queue
from directory.people.queries import access_requests
from directory.people.queries.accounts import list_coordinators
from directory.people.service.invitations import InvitationTerms, invite
from directory.people.service.letter_values import office_of_account
from directory.people.service.letters import tell
from directory.tokens import new_token, public_id
from directory.vocabulary import REFUSALS, Role

VALID = timedelta(hours=48)
# At most this many letters ask an address to confirm a request: a stranger may have typed the address.
MOST_UNCONFIRMED = 3


@dataclass(frozen=True)
class RequesterDetails:
    """The details that a visitor gives to ask for access."""

    name: str
    office: str
    email: str
    jurisdiction: str
    authority: str
    networks: frozenset[str]
    reason: str
    language: str


def ask(asked: RequesterDetails) -> None:
    """Store a request for access, and mail the visitor a link that confirms the request.

    If the address has an account, the mail says this and has no such link. The site does not show the visitor whether
    the address has an account. No mail is sent if MOST_UNCONFIRMED earlier requests with the address can still be
    confirmed. Nobody else gets mail before the link is used.

    Raises InvalidInput if the authority is unknown, of another State, or ended.
    """
    require_of_state(asked.jurisdiction, asked.authority, ())
    require_not_ended(asked.authority, ())
    token, digest = new_token()
    kept = AccessRequest(
        public_id=public_id(),
        digest=digest,
        email=normalized_address(asked.email),
        name=asked.name,
        office=asked.office,
        jurisdiction_key=asked.jurisdiction,
        authority_key=asked.authority or None,
        reason=asked.reason,
        language=asked.language,
        expires_at=clock.now() + VALID,
        networks=[AccessRequestNetwork(network_key=key) for key in sorted(asked.networks)],
    )
    db.session.add(kept)
    if access_requests.count_unconfirmed(kept.email) > MOST_UNCONFIRMED:
        return
    known = get_by_address(kept.email) is not None
    letter, path = ("request_known", "account") if known else ("request_confirm", f"account/request/{token}")
    queue(letter, kept.email, kept.language, key=f"request:{kept.public_id}:confirm", path=path)


def confirm(token: str) -> AccessRequest:
    """Mark the address of a request as confirmed, and mail the people who decide.

    Raises Expired if the link was used, has expired or is unknown.
    """
    asked = access_requests.of_link(token)
    asked.confirmed_at = clock.now()
    record(None, "access_requested", asked.entry_key)
    for coordinator in list_coordinators(*access_requests.places_to_decide(asked)):
        path = f"people/requests/{asked.public_id}"
        told = {"state_code": asked.jurisdiction_key}
        tell(coordinator, "request_waiting", f"request:{asked.public_id}:waiting", path, **told)
    return asked


def approve(viewer: Viewer, asked: AccessRequest, networks: frozenset[str]) -> None:
    """Approve a request: invite the requester to `networks` as a practitioner. Networks not requested are ignored.

    Raises NotPermitted if the request is the viewer's own, or if the viewer may not decide on it (`may_decide`). Raises
    Conflict if the request is decided already. Also raises the errors of `invite`.
    """
    _require_open(viewer, asked)
    offer = InvitationTerms(
        email=asked.email,
        role=Role.PRACTITIONER,
        jurisdiction=asked.jurisdiction_key,
        networks=networks & asked.place().networks,
        authority=asked.authority_key or "",
        name=asked.name,
        language=asked.language,
    )
    asked.invitation_id = invite(viewer, offer).id
    _decide(viewer, asked, "access_approved")


def refuse(viewer: Viewer, asked: AccessRequest, reason: str) -> None:
    """Refuse a request, and mail the reason to the requester. `reason` is a code of `REFUSALS`.

    Raises NotPermitted if the request is the viewer's own, or if the viewer may not decide on it (`may_decide`). Raises
    Conflict if the request is decided already, and InvalidInput if the reason is unknown.
    """
    _require_open(viewer, asked)
    if reason not in REFUSALS:
        raise InvalidInput(_l("Choose a reason."))
    asked.refusal = reason
    _decide(viewer, asked, "access_refused")
    key, language = f"request:{asked.public_id}:refused", asked.language
    told = {
        "office": one_line(asked.office),
        "day": dates.long_day(asked.created_at.date(), language),
        "decider": office_of_account(viewer.account_id, language),
    }
    queue(f"request_refused_{reason}", asked.email, language, key=key, path="account/request", **told)


def _decide(viewer: Viewer, asked: AccessRequest, act: str) -> None:
    asked.decided_at, asked.decider_id = clock.now(), viewer.account_id
    record(viewer.account_id, act, asked.entry_key, after=asked.refusal or None)


def _require_open(viewer: Viewer, asked: AccessRequest) -> None:
    own = db.session.get(Account, viewer.account_id)
    if not access_requests.may_decide(viewer, asked) or own is None or own.email == asked.email:
        raise NotPermitted
    if asked.state != "waiting":
        raise Conflict(_l("Someone else decided on this request meanwhile."))
