"""The access policy: tables of audiences, actions and roles, and the rules for admitting people. An action that no
table allows is forbidden."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from directory.access.viewer import Viewer
from directory.models.details import Place
from directory.vocabulary import Audience, Role


class Reach(StrEnum):
    """The places at which a right applies.

    - OWN_DESKS: the desks that the viewer staffs
    - SCOPE: places in the viewer's State and in one of the viewer's networks. If the viewer has no State, only the
      networks count; if the viewer has no networks, only the State counts. A viewer with neither has no scope.
    """

    ANYWHERE = "anywhere"
    OWN_NETWORKS = "own_networks"
    OWN_DESKS = "own_desks"
    OWN_STATE = "own_state"
    SCOPE = "scope"


class Action(StrEnum):
    """An action that a person may perform."""

    PROPOSE = "propose"
    """Write, submit and withdraw a proposal for an entry."""
    PUBLISH = "publish"
    """Publish or refuse what another person proposed."""
    VERIFY = "verify"
    """Run a campaign, settle a report of a wrong number, set how long a verification is valid."""
    CONFIRM = "confirm"
    """Confirm that an entry is still right."""
    INVITE = "invite"
    """Invite a person, vet a request for access, hand over, end an account, help a person to sign in again."""
    AGREE = "agree"
    """Agree that a person invited from outside of the own State comes into an office of it. Which invitations these are
    is decided in `people`."""
    CONFIRM_PEOPLE = "confirm_people"
    """Confirm once a year that other people still belong to their office. Who may confirm whom is decided in
    `people`."""
    END_ACCOUNT = "end_account"
    """See and end the accounts and invitations of people who act for an office at the place, in any network."""
    SEE_READERS = "see_readers"
    """See who read the restricted details of an entry, and its history in full."""
    KEEP_ROTA = "keep_rota"
    """Set who is on duty at a desk and when."""
    VOUCH = "vouch"
    """Vouch, as a member of a desk, for a desk of another State."""
    CONSULT = "consult"
    """Ask a desk of another State. Who may take part in a consultation is decided in `consultations`."""
    SUCCEED = "succeed"
    """Take over the consultations that a former colleague of the same office began. People who can end an account may
    not do this."""
    OVERSEE = "oversee"
    """See that a consultation exists, with its offices, codes and times, but never its texts."""
    KEEP_DOCKET = "keep_docket"
    """Read and keep the requests that the own office has sent or received. Which these are is decided in
    `requests`."""
    OVERSEE_DOCKET = "oversee_docket"
    """Read the requests of all offices of a State with their dates, but never their links and file numbers."""
    HAND_OVER_DOCKET = "hand_over_docket"
    """Hand a request of any office of a State over to another office of it. The people of the office that holds the
    request may do so too: `requests` decides which these are."""
    REHEARSE = "rehearse"
    """Prepare, start and stop an exercise of a network."""
    FOLLOW = "follow"
    """Follow entries and get news of their changes."""
    ANNOUNCE = "announce"
    """Write on the noticeboard of a network."""
    READ_FIGURES = "read_figures"
    """Read the figures of a whole network, without small counts. People who may verify desks read the figures of these
    desks in full."""
    FILE_RETURNS = "file_returns"
    """File the yearly figures of a State, and read them in full."""
    IMPORT = "import"
    """Import and export entries as files."""
    KEEP_WORDINGS = "keep_wordings"
    """Decide on suggested wordings of the interface. Of which languages is decided in `wordings`."""
    ADMINISTER = "administer"
    """Create and retire networks, change a role, read the whole audit, forget a person."""


READERS: Mapping[Audience, Mapping[Role, Reach]] = {
    Audience.PUBLIC: dict.fromkeys(Role, Reach.ANYWHERE),
    Audience.PRACTITIONERS: {
        Role.PRACTITIONER: Reach.ANYWHERE,
        Role.COORDINATOR: Reach.ANYWHERE,
        Role.ADMINISTRATOR: Reach.ANYWHERE,
    },
    Audience.NETWORK: {
        Role.PRACTITIONER: Reach.OWN_NETWORKS,
        Role.COORDINATOR: Reach.OWN_NETWORKS,
        Role.ADMINISTRATOR: Reach.ANYWHERE,
    },
    Audience.COORDINATORS: {Role.COORDINATOR: Reach.SCOPE, Role.ADMINISTRATOR: Reach.ANYWHERE},
}

_UPKEEP: Mapping[Role, Reach] = {Role.COORDINATOR: Reach.SCOPE, Role.ADMINISTRATOR: Reach.ANYWHERE}
# Details for these audiences are shown masked to people with a link to confirm an entry. Notes for coordinators are not
# shown.
MASKED = frozenset({Audience.PRACTITIONERS, Audience.NETWORK})

RULES: Mapping[Action, Mapping[Role, Reach]] = {
    Action.PROPOSE: _UPKEEP,
    Action.PUBLISH: _UPKEEP,
    Action.VERIFY: _UPKEEP,
    Action.CONFIRM: {Role.PRACTITIONER: Reach.OWN_DESKS, **_UPKEEP},
    Action.INVITE: _UPKEEP,
    Action.AGREE: {Role.PRACTITIONER: Reach.ANYWHERE, **dict.fromkeys(_UPKEEP, Reach.ANYWHERE)},
    Action.CONFIRM_PEOPLE: {Role.PRACTITIONER: Reach.ANYWHERE, **dict.fromkeys(_UPKEEP, Reach.ANYWHERE)},
    Action.END_ACCOUNT: {Role.COORDINATOR: Reach.OWN_STATE, Role.ADMINISTRATOR: Reach.ANYWHERE},
    Action.SEE_READERS: _UPKEEP,
    Action.KEEP_ROTA: {Role.PRACTITIONER: Reach.OWN_DESKS, **_UPKEEP},
    Action.VOUCH: {Role.PRACTITIONER: Reach.OWN_DESKS},
    Action.CONSULT: {Role.PRACTITIONER: Reach.ANYWHERE, **dict.fromkeys(_UPKEEP, Reach.ANYWHERE)},
    Action.SUCCEED: {Role.PRACTITIONER: Reach.ANYWHERE},
    Action.OVERSEE: _UPKEEP,
    Action.KEEP_DOCKET: {Role.PRACTITIONER: Reach.ANYWHERE, **dict.fromkeys(_UPKEEP, Reach.ANYWHERE)},
    Action.OVERSEE_DOCKET: {Role.COORDINATOR: Reach.OWN_STATE, Role.ADMINISTRATOR: Reach.ANYWHERE},
    Action.HAND_OVER_DOCKET: {Role.COORDINATOR: Reach.OWN_STATE},
    Action.REHEARSE: _UPKEEP,
    Action.FOLLOW: {Role.PRACTITIONER: Reach.ANYWHERE, **dict.fromkeys(_UPKEEP, Reach.ANYWHERE)},
    Action.ANNOUNCE: _UPKEEP,
    Action.READ_FIGURES: READERS[Audience.NETWORK],
    Action.FILE_RETURNS: _UPKEEP,
    Action.IMPORT: _UPKEEP,
    Action.KEEP_WORDINGS: {Role.PRACTITIONER: Reach.ANYWHERE, **dict.fromkeys(_UPKEEP, Reach.ANYWHERE)},
    Action.ADMINISTER: {Role.ADMINISTRATOR: Reach.ANYWHERE},
}

# For each role: the action that a person needs to invite somebody with this role, end the account or help with signing
# in again.
ADMISSION: Mapping[Role, Action] = {
    Role.PRACTITIONER: Action.INVITE,
    Role.COORDINATOR: Action.ADMINISTER,
    Role.ADMINISTRATOR: Action.ADMINISTER,
}


# For rows that belong to no desk.
_AT_NONE = false()


def may_read(viewer: Viewer, audience: Audience, place: Callable[[], Place]) -> bool:
    """Return whether the viewer may read details of this audience at a place (State, networks and desk). `place` is
    called only if the place matters."""
    return _reaches(viewer, READERS.get(audience, {}).get(_reader(viewer)), place)


def may_read_somewhere(viewer: Viewer, audience: Audience) -> bool:
    """Return whether this viewer may read details of this audience at one place (State, networks and desk) or more."""
    return _reader(viewer) in READERS.get(audience, {})


def is_public(audience: Audience) -> bool:
    """Return whether visitors may read details of this audience at every place (State, networks and desk)."""
    return READERS.get(audience, {}).get(Role.VISITOR) is Reach.ANYWHERE


def may(viewer: Viewer, action: Action, place: Place) -> bool:
    """Return whether this viewer may perform `action` on an entry at `place` (State, networks and desk)."""
    return _reaches(viewer, RULES[action].get(viewer.role), lambda: place)


def may_for_networks(viewer: Viewer, action: Action, place: Place) -> bool:
    """Return whether the viewer may perform `action` at `place` (State, networks and desk) on behalf of a network of
    the place. The viewer must belong to one of the place's networks, or be allowed to perform `action` everywhere."""
    is_by_network = bool(viewer.networks & place.networks) or RULES[action].get(viewer.role) is Reach.ANYWHERE
    return is_by_network and may(viewer, action, place)


def may_somewhere(viewer: Viewer, action: Action) -> bool:
    """Return whether this viewer may perform `action` at one place (State, networks and desk) or more."""
    return viewer.role in RULES[action]


def may_everywhere(viewer: Viewer, action: Action) -> bool:
    """Return whether this viewer may perform `action` at every place (State, networks and desk)."""
    return RULES[action].get(viewer.role) is Reach.ANYWHERE


def roles_for(action: Action) -> frozenset[Role]:
    """Return the roles that may perform `action` at some place (State, networks and desk)."""
    return frozenset(RULES[action])


def may_admit(viewer: Viewer, role: Role, place: Place) -> bool:
    """Return whether this viewer may give a person this role at `place` (State, networks and desk). If the viewer may
    not admit people everywhere, all networks of `place` must be networks of the viewer. Whom the own office has not
    confirmed admits nobody."""
    action = ADMISSION.get(role)
    if action is None or not viewer.is_confirmed or not may(viewer, action, place):
        return False
    return may_everywhere(viewer, action) or place.networks <= viewer.networks


def permitted(
    viewer: Viewer,
    action: Action,
    jurisdiction: InstrumentedAttribute[Any] | ColumnElement[Any],
    in_networks: ColumnElement[bool],
    at_desks: ColumnElement[bool] = _AT_NONE,
) -> ColumnElement[bool]:
    """Return the SQL condition that `may` is true for a row. Two parameters are SQL conditions too: `in_networks` says
    that the row belongs to a network of the viewer, `at_desks` that the row belongs to a desk of the viewer."""
    reach = RULES[action].get(viewer.role)
    return false() if reach is None else _reached(viewer, reach, jurisdiction, in_networks, at_desks)


def readable(
    viewer: Viewer,
    audience: ColumnElement[str] | InstrumentedAttribute[str],
    jurisdiction: InstrumentedAttribute[Any],
    network: InstrumentedAttribute[str],
) -> ColumnElement[bool]:
    """Return the SQL condition that `may_read` is true for a row with these columns."""
    in_networks = network.in_(sorted(viewer.networks))
    rows = (
        and_(audience == one, _reached(viewer, readers[_reader(viewer)], jurisdiction, in_networks))
        for one, readers in READERS.items()
        if _reader(viewer) in readers
    )
    return or_(false(), *rows)


def permitted_rows(
    viewer: Viewer,
    action: Action,
    jurisdiction: InstrumentedAttribute[Any] | ColumnElement[Any],
    network: InstrumentedAttribute[str],
    desk: InstrumentedAttribute[str] | None = None,
) -> ColumnElement[bool]:
    """Return the SQL condition that `may` is true for a row with these columns."""
    at_desks = _AT_NONE if desk is None else desk.in_(sorted(viewer.desks))
    return permitted(viewer, action, jurisdiction, network.in_(sorted(viewer.networks)), at_desks)


def _reader(viewer: Viewer) -> Role:
    """Return the role with which the viewer reads details: that of a visitor, if the office has not confirmed the
    person."""
    return viewer.role if viewer.is_confirmed else Role.VISITOR


def _reaches(viewer: Viewer, reach: Reach | None, place: Callable[[], Place]) -> bool:
    if reach is None or reach is Reach.ANYWHERE:
        return reach is not None
    there = place()
    in_networks = bool(viewer.networks & there.networks)
    if reach is Reach.OWN_NETWORKS:
        return in_networks
    if reach is Reach.OWN_DESKS:
        return there.desk in viewer.desks
    if reach is Reach.OWN_STATE:
        return viewer.jurisdiction != "" and viewer.jurisdiction == there.jurisdiction
    in_state = viewer.jurisdiction in ("", there.jurisdiction)
    return _has_scope(viewer) and in_state and (in_networks or not viewer.networks)


def _reached(
    viewer: Viewer,
    reach: Reach,
    jurisdiction: InstrumentedAttribute[Any] | ColumnElement[Any],
    in_networks: ColumnElement[bool],
    at_desks: ColumnElement[bool] = _AT_NONE,
) -> ColumnElement[bool]:
    if reach is Reach.ANYWHERE:
        return true()
    if reach is Reach.OWN_NETWORKS:
        return in_networks
    if reach is Reach.OWN_DESKS:
        return at_desks
    if reach is Reach.OWN_STATE:
        return jurisdiction == viewer.jurisdiction if viewer.jurisdiction else false()
    if not _has_scope(viewer):
        return false()
    in_state = jurisdiction == viewer.jurisdiction if viewer.jurisdiction else true()
    return and_(in_state, in_networks if viewer.networks else true())


def _has_scope(viewer: Viewer) -> bool:
    return bool(viewer.jurisdiction or viewer.networks)
