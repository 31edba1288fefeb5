"""Handovers and tokens of the API, as lines and pages in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.queries import lacks_passkey
from directory.models import Account, ApiToken, Handover
from directory.people import choices
from directory.people.choices import Choices, desk_names
from directory.people.presenters.words import InstantText, day, moment, person
from directory.people.queries.accounts import find, list_with_passkey
from directory.people.service.handovers import may_decide
from directory.vocabulary import HANDOVER_STATES, TOKEN_SCOPES


@dataclass(frozen=True)
class HandoverLine:
    """A handover in a list.

    While the successor has not accepted the invitation (`is_invited`), `successor` is an address.
    """

    public_id: str
    leaver: str
    successor: str
    is_invited: bool
    last_day: InstantText
    state: str
    state_label: str


@dataclass(frozen=True)
class HandoverPage:
    """One handover. `leaver` is the account id of the person who leaves, `by` the name of the person who started the
    handover.

    `may_decide` tells whether the viewer has the right to stop the handover, `may_sign_off` whether the viewer has the
    right to sign it off. Neither right depends on the state of the handover. `lacks_passkey` tells whether the
    successor needs a passkey and has none yet.
    """

    line: HandoverLine
    desks: tuple[str, ...]
    networks: tuple[str, ...]
    passes_authority: bool
    passes_role: bool
    passes_shifts: bool
    leaver: int
    note: str
    by: str
    started_at: InstantText | None
    signed_off_at: InstantText | None
    signed_off_by: str
    lacks_passkey: bool
    may_decide: bool
    may_sign_off: bool


@dataclass(frozen=True)
class TokenLine:
    """A token in the list of its owner's tokens, without the secret."""

    public_id: str
    label: str
    scope: str
    made_at: InstantText | None
    expires_at: InstantText | None
    works: bool


def handover_lines(found: Sequence[Handover], language: str) -> list[HandoverLine]:
    """Return handovers as lines of a list, in the order given."""
    return [_line(handover, language) for handover in found]


def handover_page(viewer: Viewer, handover: Handover, language: str) -> HandoverPage:
    """Return the page of a handover, with the viewer's rights to stop it and to sign it off."""
    is_decider = may_decide(viewer, handover)
    return HandoverPage(
        line=_line(handover, language),
        desks=tuple(desk_names(viewer, handover.desks, language).values()),
        networks=tuple(name for _key, name in choices.networks(viewer, language, handover.networks)),
        passes_authority=handover.passes_authority,
        passes_role=handover.passes_role,
        passes_shifts=handover.passes_shifts,
        leaver=handover.leaver_id,
        note=handover.note,
        by=person(handover.creator),
        started_at=moment(handover.created_at, language),
        signed_off_at=moment(handover.signed_off_at, language),
        signed_off_by=person(find(handover.signer_id)) if handover.signer_id else "",
        lacks_passkey=handover.successor is not None and lacks_passkey(handover.successor),
        may_decide=is_decider,
        may_sign_off=is_decider and viewer.account_id not in (handover.leaver_id, handover.successor_id),
    )


def successors(people: Sequence[Account]) -> Choices:
    """Return people as successors in the form of a handover, in the order given. People without a passkey are
    marked, since members of a desk need one."""
    with_passkey = list_with_passkey(people)
    names = [(one, person(one)) for one in people]
    return [
        (str(one.id), name if one.id in with_passkey else str(_("%(name)s (no passkey yet)", name=name)))
        for one, name in names
    ]


def token_lines(found: list[ApiToken], language: str) -> list[TokenLine]:
    """Return tokens as lines of a list, in the order given."""
    return [
        TokenLine(
            token.public_id,
            token.label,
            str(TOKEN_SCOPES.label(token.scope)),
            moment(token.created_at, language),
            moment(token.expires_at, language),
            token.revoked_at is None and clock.now() < token.expires_at,
        )
        for token in found
    ]


def _line(handover: Handover, language: str) -> HandoverLine:
    successor = person(handover.successor) if handover.successor else ""
    invited = handover.invitation.email if handover.invitation else ""
    return HandoverLine(
        handover.public_id,
        person(handover.leaver),
        successor or invited,
        not successor,
        day(handover.ends_on, language),
        handover.state,
        str(HANDOVER_STATES.label(handover.state)),
    )
