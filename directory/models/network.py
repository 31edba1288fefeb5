"""Networks of practitioners and desks, and their members."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from directory.models.details import Entry, EntryKey, detail
from directory.models.types import Codes, Texts, TextsType
from directory.vocabulary import NETWORK_KINDS


class Network(Entry):
    """A network; its key is its code in lower case (`casc`). No members listed means not known."""

    __tablename__ = "network"
    KIND = "network"

    name: Mapped[Texts] = detail(_l("Name"), TextsType, searchable=True)
    short_name: Mapped[str] = detail(_l("Short name"), Text, default="", searchable=True)
    other_names: Mapped[tuple[str, ...]] = detail(_l("Other names"), Codes, searchable=True, holds="texts")
    network_kind: Mapped[str] = detail(_l("Kind"), String(40), vocabulary=NETWORK_KINDS)
    since: Mapped[str] = detail(_l("Since"), String(10), default="")
    scope: Mapped[Texts] = detail(_l("Scope"), TextsType, searchable=True)
    website: Mapped[str] = detail(_l("Public page"), Text, default="", holds="address")
    note: Mapped[Texts] = detail(_l("Note"), TextsType)

    members: Mapped[list["NetworkMember"]] = relationship(order_by="NetworkMember.jurisdiction_key")


class NetworkMember(Entry):
    """The membership of a State in a network."""

    __tablename__ = "network_member"
    KIND = "network_member"

    network_key: Mapped[str] = detail(_l("Network"), ForeignKey("network.key"), holds="network", index=True)
    jurisdiction_key: Mapped[str] = detail(
        _l("State"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True
    )

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the network and the State."""
        return ("network", self.network_key), ("jurisdiction", self.jurisdiction_key)
