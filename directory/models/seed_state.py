"""Which seed data the database holds."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model


class SeedState(Model):
    """One row: the digest of the files that were loaded last."""

    __tablename__ = "seed_state"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
