"""Proposals: changes to one entry and its parts, with the changes of other entries that they require.

A proposal is written by a person, by an office through a campaign's link, or by the site from an official table. As a
rule, another person decides it.
"""

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
    """Changes to one entry and its parts, with the changes of other entries that they require.

    `id` is a random name that cannot be guessed or counted.

    `author_id` is None if no account wrote the proposal. `origin` is then `campaign` (an office answered by its link)
    or `source` (the site read an official table). `jurisdiction_key` and `networks` are the place of the entry at the
    time of writing. `form` is the content of an unfinished proposal, as typed. `reason` is the reason of a refusal.
    `undoes_id` is the proposal that this proposal takes back.
    """

    __tablename__ = "proposal"

    id: Mapped[str] = mapped_column(String(ID_CHARACTERS), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), index=True)
    jurisdiction_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), default="", index=True)
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    origin: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undoes_id: Mapped[str | None] = mapped_column(ForeignKey("proposal.id"))
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
    """One stored edit of a proposal. It changes one detail (`name.ru` is one language of a text) or, if `detail` is
    empty, a whole row.

    Values are JSON values. The value of a whole row is a mapping from detail to value. `replaced` is set at
    publication: it is the provenance that the detail or row had before. If `takes_back` is true, the edit undoes an
    earlier edit, and `replaced` is the provenance to restore.

    An edit of a translation has `translated_by` (the office that translated), `translated_on` and `translated_from`
    (the source language). `translated_of` is a digest of the original that was shown beside the translation.

    `ending` is the way in which an office ends, such as `merged`. Only an edit of the status or successor of an office
    can have an `ending`.

    `contacts_there` is None unless the edit moves a desk to another authority. Publication sets it to the keys of those
    contacts for the desk's network that the new authority already had. An edit that takes the move back has the same
    keys from the start.
    """

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
    translated_of: Mapped[str | None] = mapped_column(String(DIGEST_CHARACTERS))
    replaced: Mapped[Any] = mapped_column(JSON, default=dict)
    ending: Mapped[str] = mapped_column(String(20), default="", server_default="")
    takes_back: Mapped[bool] = mapped_column(default=False, server_default=false())
    contacts_there: Mapped[list[str] | None] = mapped_column("lines_there", JSON)
