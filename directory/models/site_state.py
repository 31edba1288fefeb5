"""Named values of the site that must outlast a restart, such as the digest of the seed files that were loaded last."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model


class SiteState(Model):
    """One named value. The column `digest` holds the value, even if the value is no digest.

    There are four values. The first is the digest of the seed files that were loaded last. The second is the
    fingerprint of the secrets of the site. The third is the list of codes of alerts about which administrators were
    mailed. The fourth is the day up to which overdue entries were logged.
    """

    __tablename__ = "seed_state"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
