"""Handovers and tokens of the API, as lines and pages in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory import clock
from directory.access.viewer import Viewer
from directory.models import ApiToken, Handover
from directory.people import choices
from directory.people.choices import desk_names
from directory.people.presenters.words import InstantText, day, moment, person
from directory.people.queries.accounts import find
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
    right to sign it off. Neither right depends on the state of the handover.
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
        may_decide=is_decider,
        may_sign_off=is_decider and viewer.account_id not in (handover.leaver_id, handover.successor_id),
    )


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
