"""Where each detail of each entry comes from, who verified it, and when it is due again."""

from datetime import date

from sqlalchemy import Date, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS
from directory.models.types import DIGEST_CHARACTERS, Codes
from directory.vocabulary import Confidence

# The length that RFC 5646 (4.4.1) asks every program to accept.
LANGUAGE_CHARACTERS = 35
# The longest name of a detail, a dot and a language.
DETAIL_CHARACTERS = 60


class Provenance(Model):
    """One row for each entry and detail that holds a value; the gate returns it with the value.

    `sources` are addresses or titles, in the order given; `source_date` is as the source prints it ("2010-09-16
    status", "undated"); `verified_by` is an office, never a person. `is_dead` says that a report was checked and nobody
    answers there any more. `is_edited` says that people decided this detail here, even if it is empty now, so that seed
    data leave it alone.

    A translation made here or brought by `text_translations.csv` has `translated_by` (an office, never a person),
    `translated_on` and `translated_from`. `translated_of` is a digest of the original that it was made from, empty
    where that was not recorded. `is_outdated` says that the original has changed since.
    """

    __tablename__ = "provenance"

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), primary_key=True)
    detail: Mapped[str] = mapped_column(String(DETAIL_CHARACTERS), primary_key=True)
    sources: Mapped[tuple[str, ...]] = mapped_column(Codes)
    source_date: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[str] = mapped_column(String(30), default=Confidence.UNVERIFIED)
    verified_on: Mapped[date | None] = mapped_column(Date)
    verified_by: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    is_dead: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_edited: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_outdated: Mapped[bool] = mapped_column(default=False, server_default=false())
    translated_from: Mapped[str | None] = mapped_column(String(LANGUAGE_CHARACTERS))
    translated_by: Mapped[str | None] = mapped_column(Text)
    translated_on: Mapped[date | None] = mapped_column(Date)
    translated_of: Mapped[str | None] = mapped_column(String(DIGEST_CHARACTERS))
