"""Requests of programs with an Idempotency-Key: the same request sent again does nothing more."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.types import DIGEST_CHARACTERS, Instant


class RepeatedRequest(Model):
    """A request under the Idempotency-Key of an account; `name` is a digest of both.

    `asked` is a keyed signature of the request's content, which reveals nothing of it. `made` is the id of what the
    request created; a repeated request is answered with its present state. The row is without effect after
    `expires_at`.
    """

    __tablename__ = "repeated_request"

    name: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), primary_key=True)
    asked: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS))
    made: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
