"""The web pages on which facts rest, and the changes that were found on these pages."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.clock import now
from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS, NamesEntry
from directory.models.provenance import DETAIL_CHARACTERS
from directory.models.types import DIGEST_CHARACTERS, Instant
from directory.tokens import public_id


class SourcePage(Model):
    """One source page that the site fetches from `address`. The page itself is not stored."""

    __tablename__ = "source_page"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    address: Mapped[str] = mapped_column(Text, unique=True)
    asked_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    # The SourceOutcome of the last attempt, or empty before the first attempt.
    outcome: Mapped[str] = mapped_column(String(20), default="")
    # The number of attempts in a row with the outcome GONE or SILENT.
    failures: Mapped[int] = mapped_column(default=0)
    # A digest of the page's sentences, or empty before the first answer.
    digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), default="")
    etag: Mapped[str] = mapped_column(Text, default="")
    last_modified: Mapped[str] = mapped_column(Text, default="")


class SourceRequest(Model):
    """One request for a source page or an official table. The row is kept for a day, because the
    number of requests in a day is limited."""

    __tablename__ = "source_request"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    host: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Instant, index=True)


class SourceSentence(Model):
    """A sentence of a source page. One detail of an entry rests on this sentence.

    `digest` is a digest of the detail's value.
    """

    __tablename__ = "source_sentence"
    __table_args__ = (UniqueConstraint("page_id", "kind", "key", "detail"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("source_page.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS))
    detail: Mapped[str] = mapped_column(String(DETAIL_CHARACTERS))
    sentence: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS))


class SourceChange(NamesEntry, Model):
    """A change that was found on a source page. The change is a task for the coordinators of the entry whose detail
    rests on the page.

    The task is open until somebody settles it, or until the entry is removed.
    """

    __tablename__ = "source_change"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(30), unique=True, default=public_id)
    address: Mapped[str] = mapped_column(Text)
    # A code of SOURCE_CHANGES.
    what: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), index=True)
    detail: Mapped[str] = mapped_column(String(DETAIL_CHARACTERS))
    # The State of the entry when the change was found.
    jurisdiction_key: Mapped[str] = mapped_column(String(10), default="", index=True)
    # The sentence before and now. If the page moved, `new` is its new address.
    old: Mapped[str] = mapped_column(Text, default="")
    new: Mapped[str] = mapped_column(Text, default="")
    found_at: Mapped[datetime] = mapped_column(Instant, default=now)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
