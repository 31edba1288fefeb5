"""States and territories with their other names: the list of ISO 3166-1, and the European Union.

The list takes no position on the status of a territory.
"""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, relationship

from directory.extensions import db
from directory.models.details import Entry, EntryKey, Place, detail
from directory.models.network import NetworkMember
from directory.models.types import Codes, Texts, TextsType

# Parties to treaties that are not States. Their law is law in each of their members.
SUPRANATIONAL = frozenset({"EU"})


class Jurisdiction(Entry):
    """A State or territory. Its key is its ISO 3166-1 alpha-2 code, or "EU" for the European Union."""

    __tablename__ = "jurisdiction"
    KIND = "jurisdiction"

    name: Mapped[Texts] = detail(_l("Name"), TextsType, searchable=True)
    alpha3: Mapped[str] = detail(_l("ISO 3166 code, three letters"), String(3), searchable=True)
    # A UN M49 code.
    region: Mapped[str] = detail(_l("Region"), String(3), holds="region")
    # IANA names. The zone of the capital or of most people comes first.
    time_zones: Mapped[tuple[str, ...]] = detail(_l("Time zones"), Codes, holds="zones")
    # Letters to an office of the State are in the first of these that the interface has, or in English.
    official_languages: Mapped[tuple[str, ...]] = detail(
        _l("Official languages"), Codes, holds="languages", ordered=True
    )

    other_names: Mapped[list["OtherName"]] = relationship(order_by="OtherName.key")

    def place(self) -> Place:
        """Return the State itself with the networks of which it is a member."""
        return place_of_state(self.key)


def place_of_state(code: str | None) -> Place:
    """Return the State with the networks of which it is a member. If `code` is empty, return an empty place."""
    if not code:
        return Place()
    query = select(NetworkMember.network_key).where(NetworkMember.jurisdiction_key == code)
    return Place(code, frozenset(db.session.scalars(query)))


class EntryOfState(Entry):
    """An entry that belongs to the State `jurisdiction_key` and to the networks of that State."""

    __abstract__ = True

    jurisdiction_key: Mapped[str | None]

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the keys of the entry and its State, whose pages show the entry."""
        return (self.entry_key, ("jurisdiction", self.jurisdiction_key)) if self.jurisdiction_key else (self.entry_key,)

    def place(self) -> Place:
        """Return the State with its networks. If the entry has no State (a regional body), return an empty place."""
        return place_of_state(self.jurisdiction_key)


class OtherName(EntryOfState):
    """A further name of a State, such as a former, informal or native name."""

    __tablename__ = "other_name"
    KIND = "other_name"

    jurisdiction_key: Mapped[str] = detail(
        _l("State"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True
    )
    name: Mapped[str] = detail(_l("Name"), Text, searchable=True)
    language: Mapped[str] = detail(_l("Language"), String(20), holds="language")
    # Official, former, informal, native, abbreviation or adjective.
    name_kind: Mapped[str] = detail(_l("Kind of name"), String(20))

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the key of the State, whose page shows the name."""
        return (("jurisdiction", self.jurisdiction_key),)
