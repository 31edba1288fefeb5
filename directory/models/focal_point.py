"""Focal points, called desks: offices of authorities that answer for a network."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, relationship

from directory.models.authority import Authority
from directory.models.details import Entry, EntryKey, Place, detail
from directory.models.network import Network
from directory.models.types import Texts, TextsType
from directory.vocabulary import AUTHORITY_STATUSES, COVERS, ENDED_STATUSES, ENTRY_MARKS, Audience


class FocalPoint(Entry):
    """A desk, with its published cover and hours. Its key is a stable slug (`ge-budapest-24-7`)."""

    __tablename__ = "focal_point"
    KIND = "focal_point"
    ENDED_IN = ENDED_STATUSES

    authority_key: Mapped[str] = detail(_l("Authority"), ForeignKey("authority.key"), holds="authority", index=True)
    network_key: Mapped[str] = detail(_l("Network"), ForeignKey("network.key"), holds="network", index=True)
    cover: Mapped[str] = detail(_l("Announced hours"), String(20), vocabulary=COVERS, searchable=True)
    hours: Mapped[Texts] = detail(_l("Published hours"), TextsType)
    note: Mapped[Texts] = detail(_l("Note"), TextsType)
    members_note: Mapped[Texts] = detail(
        _l("Note for members of the network"),
        TextsType,
        server_default="null",
        audience=Audience.NETWORK,
        searchable=True,
    )

    mark: Mapped[str] = detail(
        _l("Mark of a demonstration entry"),
        String(20),
        default="",
        server_default="",
        vocabulary=ENTRY_MARKS,
        offered=False,
    )
    status: Mapped[str] = detail(_l("Status"), String(20), default="", server_default="", vocabulary=AUTHORITY_STATUSES)
    successor_key: Mapped[str | None] = detail(_l("Replaced by"), ForeignKey("focal_point.key"), holds="focal_point")

    authority: Mapped[Authority] = relationship()
    successor: Mapped["FocalPoint | None"] = relationship(remote_side="FocalPoint.key")
    network: Mapped[Network] = relationship()

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the keys of the desk, its authority and its network, whose pages show the desk."""
        return self.entry_key, ("authority", self.authority_key), ("network", self.network_key)

    def place(self) -> Place:
        """Return the State of the authority, the network of the desk, and the desk itself."""
        state = self.authority.jurisdiction_key if self.authority else None
        return Place(state or "", frozenset({self.network_key}), self.key or "")
