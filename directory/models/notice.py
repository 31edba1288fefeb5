"""Notices of networks: study visits, training, trends in crime, and methods of offenders."""

from collections.abc import Iterable
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.clock import now
from directory.models.details import Entry, EntryKey, Place, detail
from directory.models.types import Instant, Texts, TextsType
from directory.vocabulary import NOTICE_KINDS, Audience


class Notice(Entry):
    """A notice on the board of a network. Its key is a random name. Its State is the State of its author.

    After its last day, or once it is withdrawn, the notice is in the archive.
    """

    __tablename__ = "notice"
    KIND = "notice"

    network_key: Mapped[str] = detail(
        _l("Network"), ForeignKey("network.key"), audience="audience", holds="network", index=True
    )
    jurisdiction_key: Mapped[str | None] = detail(
        _l("State"), ForeignKey("jurisdiction.key"), audience="audience", holds="jurisdiction"
    )
    notice_kind: Mapped[str] = detail(_l("Kind"), String(20), audience="audience", vocabulary=NOTICE_KINDS)
    title: Mapped[Texts] = detail(_l("Title"), TextsType, audience="audience")
    text: Mapped[Texts] = detail(_l("Text"), TextsType, audience="audience")
    host: Mapped[str] = detail(_l("Host"), Text, default="", audience="audience")
    who: Mapped[str] = detail(_l("Who may join"), Text, default="", audience="audience")
    how: Mapped[str] = detail(_l("How to apply"), Text, default="", audience="audience")
    starts_on: Mapped[date | None] = detail(_l("First day"), Date, audience="audience", holds="date")
    ends_on: Mapped[date] = detail(_l("Last day"), Date, audience="audience", holds="date", index=True)
    # Everyone or the network.
    audience: Mapped[str] = mapped_column(String(20), default=Audience.NETWORK)
    posted_at: Mapped[datetime] = mapped_column(Instant, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the keys of the notice and its network, whose pages show the notice."""
        return self.entry_key, ("network", self.network_key)

    def place(self) -> Place:
        """Return the State and the network of the notice."""
        return Place(self.jurisdiction_key or "", frozenset({self.network_key}))
