"""The backups that were made. A row is stored after its backup was made, so a backup does not contain its own row."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.types import DIGEST_CHARACTERS, Instant


class Backup(Model):
    """A backup whose file was written in full and read back. `digest` is the SHA-256 of the file."""

    __tablename__ = "backup"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    taken_at: Mapped[datetime] = mapped_column(Instant, index=True)
    rows: Mapped[int] = mapped_column(BigInteger)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS))
