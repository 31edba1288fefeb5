"""Requests of programs with an Idempotency-Key. If a program sends one of them again, nothing is done a second time."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.types import DIGEST_CHARACTERS, Instant


class RepeatedRequest(Model):
    """A request that an account sent with an Idempotency-Key. `name` is a digest of the account's id and the key.

    `asked` is a keyed signature of the request's content; the signature reveals nothing of the content. `made` is the
    id of the object that the request created or changed. A repeated request is answered with the present state of this
    object. The row has no effect after `expires_at`.
    """

    __tablename__ = "repeated_request"

    name: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), primary_key=True)
    asked: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS))
    made: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
