"""What programs asked to be done once, so that the same request sent again does nothing more."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.audit import DIGEST_CHARACTERS
from directory.models.types import Instant


class RepeatedRequest(Model):
    """A request under the Idempotency-Key of an account, of which `name` is a digest.

    `asked` signs what was asked for, of which nothing can be guessed; `made` is the id of what it made, whose state is
    the answer. It is worth nothing after `expires_at`.
    """

    __tablename__ = "repeated_request"

    name: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), primary_key=True)
    asked: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS))
    made: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
