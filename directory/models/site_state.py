"""Values that the site remembers from one run to the next, by name."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model


class SiteState(Model):
    """One remembered value.

    The values are the digest of the seed files that were loaded last, the fingerprint of the secrets of the site, the
    codes of the alerts that administrators were told of, and the day up to which ageing was noted.
    """

    __tablename__ = "seed_state"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
