"""Requests that programs sent with an Idempotency-Key.

If a program repeats such a request, the repeat changes nothing.
"""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.types import DIGEST_CHARACTERS, Instant


class RepeatedRequest(Model):
    """A request that an account sent with an Idempotency-Key. The row has no effect after `expires_at`."""

    __tablename__ = "repeated_request"

    # A digest of the account's id and the key.
    name: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), primary_key=True)
    # A keyed signature of the request's content. The signature does not reveal the content.
    asked: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS))
    # The id of the object that the request created or changed. The answer to a repeated request is the present state of
    # this object.
    made: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
