"""Public files. Every node serves them from the database."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model


class Publication(Model):
    """Files that were made together. `about` describes the files to readers."""

    __tablename__ = "publication"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    # A record of what the files contain, for the code that updates the files.
    held: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class PublishedFile(Model):
    """One file of a publication."""

    __tablename__ = "published_file"

    publication_name: Mapped[str] = mapped_column(ForeignKey("publication.name"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
