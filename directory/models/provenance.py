"""The provenance of details: their sources, their verification, and the day on which verification is due again."""

from datetime import date

from sqlalchemy import Date, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS, NamesEntry
from directory.models.types import DIGEST_CHARACTERS, Codes
from directory.vocabulary import Confidence

# RFC 5646 (4.4.1) asks every program to accept language tags of this length.
LANGUAGE_CHARACTERS = 35
# The length of the longest name of a detail with a dot and a language.
DETAIL_CHARACTERS = 60


class Provenance(NamesEntry, Model):
    """The provenance of one detail of an entry. For a text, `detail` may also name one language (`name.fr`).

    `verified_by` and `translated_by` are offices, never persons.
    """

    __tablename__ = "provenance"

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), primary_key=True)
    detail: Mapped[str] = mapped_column(String(DETAIL_CHARACTERS), primary_key=True)
    sources: Mapped[tuple[str, ...]] = mapped_column(Codes)
    # As the source prints it: "2010-09-16 status", "undated".
    source_date: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[str] = mapped_column(String(30), default=Confidence.UNVERIFIED)
    verified_on: Mapped[date | None] = mapped_column(Date)
    verified_by: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    # Whether an office has found that nobody answers at the contact any more.
    is_dead: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Whether people set the value on this site. Loading seed data then leaves the detail unchanged, even if it is
    # empty.
    is_edited: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Whether the original has changed since the translation.
    is_outdated: Mapped[bool] = mapped_column(default=False, server_default=false())
    translated_from: Mapped[str | None] = mapped_column(String(LANGUAGE_CHARACTERS))
    translated_by: Mapped[str | None] = mapped_column(Text)
    translated_on: Mapped[date | None] = mapped_column(Date)
    # A digest of the original from which the translation was made, or None if that was not recorded.
    translated_of: Mapped[str | None] = mapped_column(String(DIGEST_CHARACTERS))
