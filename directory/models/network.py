"""Networks, to which practitioners and desks belong, and the member States of the networks."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import DateTime, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import true_now
from directory.models.details import Entry, EntryKey, Place, detail
from directory.models.types import Codes, Texts, TextsType
from directory.vocabulary import COVERED, NETWORK_KINDS


class Network(Entry):
    """A network. Its key is its code in lower case (`casc`). If `members` is empty, the members are not recorded."""

    __tablename__ = "network"
    KIND = "network"

    name: Mapped[Texts] = detail(_l("Name"), TextsType, searchable=True)
    short_name: Mapped[str] = detail(_l("Short name"), Text, default="", searchable=True)
    other_names: Mapped[tuple[str, ...]] = detail(_l("Other names"), Codes, searchable=True, holds="texts")
    network_kind: Mapped[str] = detail(_l("Kind"), String(40), vocabulary=NETWORK_KINDS)
    since: Mapped[str] = detail(_l("Since"), String(10), default="")
    # The treaty that made the network. Its parties are the members of the network.
    treaty_key: Mapped[str | None] = detail(_l("Made by the treaty"), ForeignKey("treaty.key"), holds="treaty")
    # The measures for which the network's desks exist. An empty list means all.
    measures: Mapped[tuple[str, ...]] = detail(
        _l("Only for the measures"), Codes, default=(), server_default="[]", vocabulary=COVERED
    )
    scope: Mapped[Texts] = detail(_l("Scope"), TextsType, searchable=True)
    website: Mapped[str] = detail(_l("Public page"), Text, default="", holds="address")
    note: Mapped[Texts] = detail(_l("Note"), TextsType)
    # Whether coordinators publish verified changes of contacts without a second person. The people who would otherwise
    # decide get a mail.
    publishes_contacts_at_once: Mapped[bool] = mapped_column(default=False, server_default=false())

    members: Mapped[list["NetworkMember"]] = relationship(order_by="NetworkMember.jurisdiction_key")

    def place(self) -> Place:
        """Return the network alone, without a State."""
        return Place(networks=frozenset({self.key}))


class NetworkMember(Entry):
    """The membership of a State in a network.

    The audit chain records values of the State's entries. People of the network may read the values of acts from
    `recorded_at` on, but not of earlier acts. This limit does not apply to a row that names the network itself.
    """

    __tablename__ = "network_member"
    KIND = "network_member"

    network_key: Mapped[str] = detail(_l("Network"), ForeignKey("network.key"), holds="network", index=True)
    jurisdiction_key: Mapped[str] = detail(
        _l("State"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True
    )
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=true_now)

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the keys of the network and the State, whose pages show the membership."""
        return ("network", self.network_key), ("jurisdiction", self.jurisdiction_key)

    def place(self) -> Place:
        """Return the member State with this network alone."""
        return Place(self.jurisdiction_key, frozenset({self.network_key}))
