"""The entries that people follow, and the settings for news of their changes."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS, NamesEntry
from directory.models.types import Instant


class Follow(NamesEntry, Model):
    """An entry that a person follows. Only acts in the audit chain after `since_id` are news."""

    __tablename__ = "follow"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), primary_key=True)
    since_id: Mapped[int]


class FollowSettings(Model):
    """A person's settings for news. `pace` is the frequency of letters."""

    __tablename__ = "following"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    pace: Mapped[str] = mapped_column(String(20))
    # An act in the audit chain. The next letter reports only later acts, and is due from `due_at` on.
    told_id: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(Instant)
    # The digest of the secret that opens the person's feed.
    feed_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
