"""The number of documents that were made from drafts: a plain count without draft or author."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model


class DraftCount(Model):
    """The number of documents for one measure that people of one State made on one day (UTC).

    A document for several measures counts in the row of each.
    """

    __tablename__ = "draft_count"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    jurisdiction_key: Mapped[str] = mapped_column(ForeignKey("jurisdiction.key"), primary_key=True)
    measure: Mapped[str] = mapped_column(String(40), primary_key=True)
    documents: Mapped[int]
