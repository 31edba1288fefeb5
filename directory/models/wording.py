"""Wordings of the interface that were suggested or published, and the people who decide on them in each language."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.catalogues import KEY_CHARACTERS
from directory.clock import now
from directory.extensions import Model
from directory.models.types import Instant
from directory.tokens import public_id

LANGUAGE_CHARACTERS = 10


class WordingSuggestion(Model):
    """A new wording that somebody suggested for a string. `suggested_by_id` is None if a visitor suggested it."""

    __tablename__ = "wording_suggestion"
    __table_args__ = (Index("ix_wording_suggestion_language_outcome", "language", "outcome"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(30), unique=True, default=public_id)
    language: Mapped[str] = mapped_column(String(LANGUAGE_CHARACTERS))
    # Context and English text identify the string. `string_code` is made of both, so that queries can find the string.
    string_code: Mapped[str] = mapped_column(String(KEY_CHARACTERS), index=True)
    context: Mapped[str] = mapped_column(Text, default="")
    english: Mapped[str] = mapped_column(Text)
    # The suggested wording or, once accepted, the published wording: one text, or one for each plural form.
    forms: Mapped[list[str]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(Text, default="")
    # The page on which the string was read, without the language: the path of the page if everyone may read all pages
    # of this kind, otherwise the pattern of the path.
    page: Mapped[str] = mapped_column(Text, default="")
    suggested_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    suggested_at: Mapped[datetime] = mapped_column(Instant, default=now)
    # A code of WORDING_OUTCOMES.
    outcome: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)


class PublishedWording(Model):
    """A wording that the site shows for a string in place of the catalogue's wording. If `end` is not empty, the row
    states instead that the string has its catalogue's wording again.

    The newest row of a string in a language counts. Rows are only added, never changed. By the newest id of all rows,
    every node notices that published wordings have changed.
    """

    __tablename__ = "published_wording"
    __table_args__ = (Index("ix_published_wording_language_string_code", "language", "string_code"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    language: Mapped[str] = mapped_column(String(LANGUAGE_CHARACTERS))
    string_code: Mapped[str] = mapped_column(String(KEY_CHARACTERS))
    context: Mapped[str] = mapped_column(Text, default="")
    english: Mapped[str] = mapped_column(Text)
    forms: Mapped[list[str]] = mapped_column(JSON)
    # Why the wording ended: a code of WORDING_ENDS. Empty if the row publishes a wording.
    end: Mapped[str] = mapped_column(String(20), default="")
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    published_at: Mapped[datetime] = mapped_column(Instant, default=now)


class LanguageKeeper(Model):
    """A person who decides on suggested wordings of a language. Administrators name keepers."""

    __tablename__ = "language_keeper"

    language: Mapped[str] = mapped_column(String(LANGUAGE_CHARACTERS), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    named_at: Mapped[datetime] = mapped_column(Instant, default=now)
