"""Drafts of requests, sealed as a whole: no text of a draft is indexed or logged."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.account import Account
from directory.models.consultation import CHANNEL_CHARACTERS, KEY_NAME_CHARACTERS, PUBLIC_ID_CHARACTERS
from directory.models.details import KEY_CHARACTERS, EntryKey
from directory.models.outline import Outline
from directory.models.types import Instant
from directory.tokens import public_id

PART_CHARACTERS = 20


class Draft(Model):
    """One draft. Addresses name it by its random `public_id`. If `wrapped_key` is None, no version can be read.

    A draft is deleted some time after its last change. It is not deleted while `is_kept` is true and the account
    of the owner is active.
    """

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    # No foreign key: the column is only compared with the authority of readers, and stays when the owner is forgotten.
    authority_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), default="")
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_name: Mapped[str] = mapped_column(String(KEY_NAME_CHARACTERS), index=True)
    version: Mapped[int] = mapped_column(default=0)
    is_kept: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(Instant, default=now, index=True)
    # When the request was sent, and by which channel (a code of CHANNELS, or empty).
    sent_on: Mapped[date | None] = mapped_column(Date)
    sent_channel: Mapped[str] = mapped_column(String(CHANNEL_CHARACTERS), default="", server_default="")
    # The consultation from which the draft was begun. The link gives no reader of the draft a seat in it.
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"), index=True)

    owner: Mapped[Account] = relationship()
    readers: Mapped[list["DraftReader"]] = relationship(cascade="all, delete-orphan")
    versions: Mapped[list["DraftVersion"]] = relationship(
        order_by="DraftVersion.number.desc()", cascade="all, delete-orphan"
    )
    outlines: Mapped[list["DraftOutline"]] = relationship(cascade="all, delete-orphan")

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the draft in the audit chain."""
        return "draft", self.public_id


class DraftReader(Model):
    """A colleague of the draft's owner at the same authority, who may read and change the draft."""

    __tablename__ = "draft_reader"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)

    account: Mapped[Account] = relationship()


class DraftVersion(Model):
    """The content of a draft after one change. `part` is the changed part, or a code of DRAFT_CHANGES such as `copied`.

    The sealed content opens only with the key of this draft and with this `number`. If somebody copies the content to
    another row, it cannot be read.
    """

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    part: Mapped[str] = mapped_column(String(PART_CHARACTERS))
    sealed_content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class DraftOutline(Model):
    """The link from a draft to an outline that was made from it. Only this row connects the two."""

    __tablename__ = "draft_outline"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    outline_id: Mapped[int] = mapped_column(ForeignKey("consultation_outline.id"), primary_key=True, index=True)
    # The encrypted digests of the items' contents at the time of sharing, one for each item of the outline.
    sealed_marks: Mapped[bytes] = mapped_column(LargeBinary)

    outline: Mapped[Outline] = relationship()
