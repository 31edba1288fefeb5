"""A person's own account, for its pages."""

from dataclasses import dataclass

from directory import i18n
from directory.models import Account
from directory.vocabulary import ROLES


@dataclass(frozen=True)
class Page:
    """Who the person is here. `jurisdiction` and `networks` are empty where they do not narrow anything."""

    name: str
    email: str
    role: str
    jurisdiction: str
    networks: tuple[str, ...]
    language: str


def page(account: Account, language: str) -> Page:
    """Return the account in words."""
    state = account.jurisdiction_key
    return Page(
        account.name,
        account.email,
        str(ROLES.label(account.role)),
        i18n.territory_name(state, language) if state else "",
        tuple(sorted(row.network_key.upper() for row in account.networks)),
        i18n.LANGUAGES[account.language].autonym,
    )
