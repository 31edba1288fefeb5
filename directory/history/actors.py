"""The people in a history, as a viewer may know them.

- Every viewer sees a person's office. For a person without an authority, the viewer sees the person's role.
- A viewer who may see the readers of the entry (SEE_READERS) also sees the person's name. In this package, such a
  viewer is called an owner.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from directory import i18n
from directory.access.facts import Text, name_of
from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.history.queries import list_accounts
from directory.models import Account, Authority
from directory.vocabulary import ROLES


@dataclass(frozen=True)
class Actor:
    """The office and State of a person who acted. `state` is empty if the person has no State."""

    # The name of the authority, or the role of a person without an authority.
    office: Text
    state: str = ""
    # The name. Empty if the viewer may not know it.
    person: str = ""


class Actors:
    """The people of a history, as one viewer may know them, loaded by their account ids (`numbers`). `is_owner` is true
    if the viewer may know names; the caller checks this right."""

    def __init__(self, viewer: Viewer, numbers: Iterable[int | None], language: str, *, is_owner: bool) -> None:
        self._viewer, self._language, self._is_owner = viewer, language, is_owner
        self._accounts = list_accounts(numbers)
        self._known: dict[int, Actor] = {}

    def of(self, number: int | None) -> Actor:
        """Return the person with this account number. If the number is None or unknown, return an actor that stands for
        the directory itself."""
        account = self._accounts.get(number) if number is not None else None
        if account is None:
            return Actor(Text(gettext("The directory itself"), i18n.label_language(self._language)))
        if account.id not in self._known:
            self._known[account.id] = self._actor(account)
        return self._known[account.id]

    def _actor(self, account: Account) -> Actor:
        code = account.jurisdiction_key
        state = i18n.territory_name(code, self._language) if code else ""
        authority = db.session.get(Authority, account.authority_key) if account.authority_key else None
        if authority is not None:
            office = name_of(read(self._viewer, authority), self._language)
        else:
            office = Text(str(ROLES.label(account.role)), i18n.label_language(self._language))
        return Actor(office, state, account.name if self._is_owner else "")
