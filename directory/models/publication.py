"""Public files. They are stored in the database, so that every node serves the same files."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model


class Publication(Model):
    """Files that were made together. `about` describes the files to readers. `held` is for the code that updates the
    files: it records what the files contain."""

    __tablename__ = "publication"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    held: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class PublishedFile(Model):
    """One file of a publication, with its `name` and `content`."""

    __tablename__ = "published_file"

    publication_name: Mapped[str] = mapped_column(ForeignKey("publication.name"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
