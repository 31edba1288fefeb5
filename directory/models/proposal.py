"""Proposals: changes to one entry and its parts, with the consequences of these changes for other entries."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, DateTime, ForeignKey, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS, NamesEntry
from directory.models.provenance import DETAIL_CHARACTERS, LANGUAGE_CHARACTERS
from directory.models.types import DIGEST_CHARACTERS, Codes

ID_CHARACTERS = 24


class Proposal(NamesEntry, Model):
    """Changes to one entry and its parts, with the consequences of these changes for other entries.

    `id` is random. `jurisdiction_key` and `networks` are the place of the entry at the time of writing.
    """

    __tablename__ = "proposal"

    id: Mapped[str] = mapped_column(String(ID_CHARACTERS), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), index=True)
    jurisdiction_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), default="", index=True)
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    # None if no account wrote the proposal. `origin` is then `campaign` (an office) or `source` (an official table).
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    origin: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # The proposal that this proposal takes back.
    undoes_id: Mapped[str | None] = mapped_column(ForeignKey("proposal.id"))
    # The refused proposal that this proposal corrects.
    follows_id: Mapped[str | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    # The content of an unfinished proposal, as typed.
    form: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    changes: Mapped[list["ProposedChange"]] = relationship(
        order_by="ProposedChange.position", cascade="all, delete-orphan"
    )
    networks: Mapped[list["ProposalNetwork"]] = relationship(cascade="all, delete-orphan")


class ProposalNetwork(Model):
    """A network of the entry that a proposal changes. Coordinators of the network may see and decide the proposal."""

    __tablename__ = "proposal_network"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    network_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), primary_key=True)


class ProposedChange(NamesEntry, Model):
    """One stored edit of a proposal (see `proposals.edits.Edit`), with JSON values."""

    __tablename__ = "proposed_change"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposal.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    action: Mapped[str] = mapped_column("act", String(20))
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS))
    detail: Mapped[str] = mapped_column(String(DETAIL_CHARACTERS), default="")
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)
    sources: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    source_date: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[str] = mapped_column(String(30), default="")
    verified_on: Mapped[date | None] = mapped_column(Date)
    verified_by: Mapped[str] = mapped_column(Text, default="")
    translated_from: Mapped[str | None] = mapped_column(String(LANGUAGE_CHARACTERS))
    translated_by: Mapped[str | None] = mapped_column(Text)
    translated_on: Mapped[date | None] = mapped_column(Date)
    # A digest of the original that was shown beside the translation.
    translated_of: Mapped[str | None] = mapped_column(String(DIGEST_CHARACTERS))
    replaced: Mapped[Any] = mapped_column(JSON, default=dict)
    ending: Mapped[str] = mapped_column(String(20), default="", server_default="")
    takes_back: Mapped[bool] = mapped_column(default=False, server_default=false())
    contacts_there: Mapped[list[str] | None] = mapped_column("lines_there", JSON)
