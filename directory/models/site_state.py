"""Named values of the site that must outlast a restart."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model


class SiteState(Model):
    """One named value, such as the digest of the loaded seed data."""

    __tablename__ = "seed_state"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column("digest", String(64))
