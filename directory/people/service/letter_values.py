"""The values about people in letters: a person's office, and the rights that the person has or is offered."""

from collections.abc import Iterator

from flask_babel import force_locale

from directory import i18n
from directory.extensions import db
from directory.models import Account, Authority, FocalPoint, Invitation, Network
from directory.outbox.messages import one_line
from directory.vocabulary import DESK_ROLES, ROLES


def office_of_account(account_id: int | None, language: str) -> str:
    """Return the name of a person's authority on one line, or "" if there is no such account. If the person has no
    authority, return role, State and networks."""
    account = db.session.get(Account, account_id) if account_id else None
    return one_line(_authority(account, language) or rights_in_words(account, language)) if account else ""


def person_in_letter(account: Account, language: str) -> str:
    """Return the name and the office of a person on one line."""
    office = office_of_account(account.id, language)
    return one_line(f"{account.name} ({office})" if account.name else office)


def rights_in_words(of: Invitation | Account, language: str) -> str:
    """Return the rights of an invitation or a person as one text.

    The text has the role, the roles at desks, the State, the networks and the authority.
    """
    with force_locale(i18n.label_language(language)):
        role = str(ROLES.label(of.role))
    state = i18n.territory_name(of.jurisdiction_key, language) if of.jurisdiction_key else ""
    networks = [db.session.get_one(Network, one.network_key).name.text(language) for one in of.networks]
    parts = (role, *_desks(of, language), state, *networks, _authority(of, language))
    return ", ".join(one_line(part) for part in parts if part)


def desk_in_letter(desk: FocalPoint, language: str) -> str:
    """Return the name of a desk on one line: its authority and its network."""
    return one_line(f"{desk.authority.name.text(language)} · {desk.network_key.upper()}")


def _desks(of: Invitation | Account, language: str) -> Iterator[str]:
    """Yield a text for each desk of an invitation or a person: the role at the desk, and the desk."""
    for member in of.desks:
        desk = db.session.get_one(FocalPoint, member.focal_point_key)
        with force_locale(i18n.label_language(language)):
            role = str(DESK_ROLES.label(member.desk_role))
        yield f"{role} ({desk.authority.name.text(language)}, {desk.network_key.upper()})"


def _authority(of: Invitation | Account, language: str) -> str:
    return db.session.get_one(Authority, of.authority_key).name.text(language) if of.authority_key else ""
