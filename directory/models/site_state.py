"""Named values of the site that must outlast a restart."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model


class SiteState(Model):
    """One named value: the column `digest` holds the value, even if it is no digest."""

    __tablename__ = "seed_state"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
