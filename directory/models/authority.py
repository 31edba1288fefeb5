"""Authorities: their functions, the treaties and laws under which they are designated, and their contacts."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from directory.models.details import KEY_CHARACTERS, Entry, EntryKey, Place, detail
from directory.models.jurisdiction import EntryOfState, Jurisdiction
from directory.models.types import Codes, Texts, TextsType
from directory.vocabulary import (
    AUTHORITY_KINDS,
    AUTHORITY_STATUSES,
    ENDED_STATUSES,
    ENTRY_MARKS,
    FUNCTIONS,
    MEANS,
    STAGES,
    Audience,
)


class Authority(EntryOfState):
    """An institution. Its key is a stable slug (`kg-prosecutor-general`). A regional body has no State."""

    __tablename__ = "authority"
    KIND = "authority"
    ENDED_IN = ENDED_STATUSES

    jurisdiction_key: Mapped[str | None] = detail(
        _l("State"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True
    )
    name: Mapped[Texts] = detail(_l("Name"), TextsType, searchable=True)
    authority_kind: Mapped[str] = detail(_l("Kind"), String(40), vocabulary=AUTHORITY_KINDS, searchable=True)
    # Empty if the status is not known.
    status: Mapped[str] = detail(_l("Status"), String(20), default="", vocabulary=AUTHORITY_STATUSES)
    successor_key: Mapped[str | None] = detail(_l("Replaced by"), ForeignKey("authority.key"), holds="authority")
    mark: Mapped[str] = detail(
        _l("Mark of a demonstration entry"),
        String(20),
        default="",
        server_default="",
        vocabulary=ENTRY_MARKS,
        offered=False,
    )
    notice: Mapped[Texts] = detail(_l("Notice"), TextsType)
    notice_until: Mapped[date | None] = detail(_l("Notice ends on"), Date, holds="date")
    stages: Mapped[tuple[str, ...]] = detail(_l("Stage"), Codes, vocabulary=STAGES)
    stage_note: Mapped[Texts] = detail(_l("Stage, in the words of the designation"), TextsType)
    languages_accepted: Mapped[tuple[str, ...]] = detail(_l("Languages accepted"), Codes, holds="languages")
    languages_spoken: Mapped[tuple[str, ...]] = detail(_l("Languages spoken"), Codes, holds="languages")
    note: Mapped[Texts] = detail(_l("Note"), TextsType, searchable=True)
    coordinator_note: Mapped[Texts] = detail(
        _l("Note for coordinators"), TextsType, server_default="null", audience=Audience.COORDINATORS, searchable=True
    )

    jurisdiction: Mapped[Jurisdiction | None] = relationship()
    successor: Mapped["Authority | None"] = relationship(remote_side="Authority.key")
    competences: Mapped[list["Competence"]] = relationship(order_by="Competence.position, Competence.key")
    designations: Mapped[list["Designation"]] = relationship(order_by="Designation.position, Designation.key")
    contacts: Mapped[list["ContactDetail"]] = relationship(order_by="ContactDetail.position, ContactDetail.key")


class _PartOfAuthority(Entry):
    __abstract__ = True
    PART_OF = "authority"

    authority_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), ForeignKey("authority.key"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    @declared_attr
    def authority(cls) -> Mapped[Authority | None]:  # noqa: N805 (SQLAlchemy's mixin idiom)
        """Return the relationship to the authority to which this part belongs."""
        return relationship(viewonly=True)

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the key of the authority, whose page shows this part."""
        return (("authority", self.authority_key),)

    def place(self) -> Place:
        """Return the place of the authority, or an empty place if the part has no authority yet."""
        return self.authority.place() if self.authority else Place()


class Competence(_PartOfAuthority):
    """One function of an authority."""

    __tablename__ = "competence"
    KIND = "competence"

    function: Mapped[str] = detail(_l("Function"), String(40), vocabulary=FUNCTIONS, searchable=True)


class Designation(_PartOfAuthority):
    """The basis on which an authority is designated: a treaty, a law, or the `words` of the source."""

    __tablename__ = "designation"
    KIND = "designation"

    treaty_key: Mapped[str | None] = detail(_l("Treaty"), ForeignKey("treaty.key"), holds="treaty")
    legislation_key: Mapped[str | None] = detail(_l("Law"), ForeignKey("legislation.key"), holds="legislation")
    words: Mapped[Texts] = detail(_l("Basis"), TextsType)


class ContactDetail(_PartOfAuthority):
    """One contact of an authority, exactly as its source prints it: a phone or fax number, or an e-mail, postal or web
    address."""

    __tablename__ = "contact_detail"
    KIND = "contact_detail"

    means: Mapped[str] = detail(_l("Way to reach"), String(20), audience="audience", vocabulary=MEANS)
    value: Mapped[str] = detail(_l("Number or address"), Text, audience="audience", searchable=True, holds="contact")
    languages: Mapped[tuple[str, ...]] = detail(
        _l("Languages of the contact"), Codes, audience="audience", holds="languages"
    )
    # Visitors do not read this name, even if the row is public.
    held_by: Mapped[str] = detail(
        _l("Person who answers"), Text, default="", server_default="", audience=Audience.PRACTITIONERS, searchable=True
    )
    # If the audience is NETWORK, members of the network `network_key` may read the row. If `network_key` is None,
    # members of any network of the State may read the row.
    audience: Mapped[str] = mapped_column(String(20), default=Audience.PUBLIC)
    network_key: Mapped[str | None] = mapped_column(ForeignKey("network.key"))

    def place(self) -> Place:
        """Return the place made of the authority's State and the contact's network.

        If the contact has no network, return the place of the authority.
        """
        if not self.network_key:
            return super().place()
        state = self.authority.jurisdiction_key if self.authority else None
        return Place(state or "", frozenset({self.network_key}))
