"""Entries and parts of entries that people removed from the directory. Loading seed data does not restore them."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS, NamesEntry


class Tombstone(NamesEntry, Model):
    """One entry or part that was removed by a published proposal."""

    __tablename__ = "tombstone"

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), primary_key=True)
