"""Actions on other people's accounts. Each action is recorded in the audit chain, and the person gets a letter."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from directory.access.policy import ADMISSION, Action, may
from directory.access.viewer import Viewer
from directory.accounts.offices import require_not_ended, require_scope
from directory.accounts.revocation import RevocationEvent, end_calendar_links, end_secrets
from directory.accounts.service import end, end_sessions, reset_factors
from directory.audit.chain import record
from directory.clock import now
from directory.errors import NotPermitted
from directory.models import Account, AccountNetwork, DeskMember, Place
from directory.people.queries.accounts import is_of_office, place_of
from directory.people.service.agreements import require_of_state
from directory.people.service.granting import Grant, grant_of, require_may_give
from directory.people.service.letters import by_passkey, tell
from directory.people.service.moves import offices_before, settle_move
from directory.tokens import public_id
from directory.vocabulary import Role


@dataclass(frozen=True)
class RoleAndScope:
    """The role and scope that an administrator sets for an account. `desks` maps a desk key to the role at the desk."""

    role: Role
    jurisdiction: str
    authority: str
    networks: frozenset[str]
    desks: Mapping[str, str] = field(default_factory=dict)


def require_looks_after(viewer: Viewer, account: Account) -> None:
    """Raise NotPermitted unless the viewer looks after this person (see `looks_after`)."""
    if not looks_after(viewer, account):
        raise NotPermitted


def require_may_end(viewer: Viewer, account: Account) -> None:
    """Raise NotPermitted unless the viewer may end this account (see `may_end`)."""
    if not may_end(viewer, account):
        raise NotPermitted


def looks_after(viewer: Viewer, account: Account) -> bool:
    """Return whether the viewer may admit people of this person's role at this person's place (State and networks).

    Nobody looks after their own account.
    """
    return viewer.account_id != account.id and may(viewer, ADMISSION[Role(account.role)], place_of(account))


def may_end(viewer: Viewer, account: Account) -> bool:
    """Return whether the viewer looks after this person, or may end accounts of this practitioner's office.

    Nobody may end their own account.
    """
    if looks_after(viewer, account):
        return True
    is_theirs = ADMISSION[Role(account.role)] is Action.INVITE and is_of_office(viewer, account)
    return viewer.account_id != account.id and is_theirs


def disable(viewer: Viewer, account: Account) -> None:
    """End an account: sessions, secret addresses and tokens stop working at once. The person gets a letter.

    Raises NotPermitted if the viewer may not end this account.
    """
    require_may_end(viewer, account)
    end(account)
    _note(viewer, account, "account_ended")


def restore(viewer: Viewer, account: Account) -> None:
    """Restore an ended account with its former factors, but without sessions, secret addresses and tokens.

    Raises NotPermitted unless the viewer looks after the person and may give all rights of the account. Raises
    InvalidInput if an office of the account is of another State than the account or, unless the viewer is an
    administrator, than the viewer (`require_of_state` of `agreements`).
    """
    require_looks_after(viewer, account)
    require_may_give(viewer, grant_of(account))
    require_of_state(viewer, grant_of(account))
    account.active = True
    account.confirmed_at, account.narrowed_at = now(), None
    _note(viewer, account, "account_restored")


def sign_out(viewer: Viewer, account: Account) -> None:
    """End all sessions, secret addresses and tokens of a person.

    Raises NotPermitted if the viewer may not end this account.
    """
    require_may_end(viewer, account)
    end_secrets(account, RevocationEvent.SIGNED_OUT_EVERYWHERE)
    _note(viewer, account, "sessions_ended")


def change_rights(viewer: Viewer, account: Account, rights: RoleAndScope) -> None:
    """Set role and scope of a person, who has to sign in again.

    Links that were mailed to the person for former offices end. If the State or authority changes, the person's running
    handover is stopped.

    Raises NotPermitted if the viewer is no administrator, or if the account is the viewer's own. Raises InvalidInput if
    State and networks are both missing, if an office is of another State, or if a new office has ended.
    """
    require_looks_after(viewer, account)
    if not may(viewer, Action.ADMINISTER, place_of(account)):
        raise NotPermitted
    require_scope(rights.role, rights.jurisdiction, rights.networks)
    place = Place(rights.jurisdiction, rights.networks)
    require_may_give(viewer, Grant(rights.role, place, rights.authority, frozenset(rights.desks)))
    held = grant_of(account)
    require_not_ended(rights.authority if rights.authority != held.authority else None, {*rights.desks} - held.desks)
    before, offices = rights_of(account), offices_before(account)
    set_role(account, rights.role)
    account.jurisdiction_key = rights.jurisdiction or None
    account.authority_key = rights.authority or None
    set_networks(account, rights.networks)
    set_desks(account, rights.desks)
    settle_move(viewer, account, offices)
    end_sessions(account)
    entry = ("account", str(account.id))
    record(viewer.account_id, "rights_changed", entry, "rights", before, rights_of(account))
    tell(account, by_passkey(account, "rights_changed"), f"account:{public_id()}", "account")


def recover(viewer: Viewer, account: Account) -> None:
    """Delete all factors of a person, end all sessions, secret addresses and tokens, and mail a sign-in link.

    Raises NotPermitted unless the viewer looks after this person.
    """
    require_looks_after(viewer, account)
    token = reset_factors(account)
    tell(account, "recovery", f"account:{public_id()}", f"account/link/{token}")
    record(viewer.account_id, "factors_dropped", ("account", str(account.id)))


def rights_of(account: Account) -> dict[str, object]:
    """Return role and scope of an account as values for the audit chain."""
    return {
        "role": account.role,
        "jurisdiction": account.jurisdiction_key,
        "authority": account.authority_key,
        "networks": sorted(one.network_key for one in account.networks),
        "desks": {one.focal_point_key: one.desk_role for one in account.desks},
    }


def set_role(account: Account, role: Role) -> None:
    """Set the role of a person. If the role changes, sessions and tokens end, since they were made for the old role."""
    if account.role != role:
        account.role = role
        end_secrets(account, RevocationEvent.NEW_ROLE)


def set_networks(account: Account, keys: frozenset[str]) -> None:
    """Set the networks of a person. Networks that are not in `keys` are taken away."""
    kept = [one for one in account.networks if one.network_key in keys]
    new = keys - {one.network_key for one in kept}
    account.networks = [*kept, *(AccountNetwork(network_key=key) for key in sorted(new))]


def set_desks(account: Account, roles: Mapping[str, str]) -> None:
    """Set the desks of a person. `roles` maps a desk key to the person's role at the desk.

    Calendar links for desks that are taken away end.
    """
    kept = [one for one in account.desks if one.focal_point_key in roles]
    for one in kept:
        one.desk_role = roles[one.focal_point_key]
    end_calendar_links(account, {one.focal_point_key for one in account.desks} - set(roles))
    new = sorted(set(roles) - {one.focal_point_key for one in kept})
    account.desks = [*kept, *(DeskMember(focal_point_key=key, desk_role=roles[key]) for key in new)]


def _note(viewer: Viewer, account: Account, act: str) -> None:
    record(viewer.account_id, act, ("account", str(account.id)))
    tell(account, act, f"account:{public_id()}", "account")
