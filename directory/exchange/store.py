"""Stores public files in the database, as publications: files with a description, stored whole or not at all."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Engine, delete, func, select, update

from directory.extensions import db
from directory.models import Publication, PublishedFile
from directory.transaction import separate_transaction

PART_BYTES = 512 * 1024


def list_descriptions(beginning: str) -> list[dict[str, Any]]:
    """Return the descriptions of the publications whose names begin with `beginning`, sorted by name."""
    named = Publication.name.startswith(beginning, autoescape=True)
    return list(db.session.scalars(select(Publication.about).where(named).order_by(Publication.name)))


def get_inventory(name: str) -> dict[str, Any]:
    """Return the inventory of a publication: the record of what its files contain, as it was given to `save` or
    `update_description`. If there is no publication with this name, return an empty mapping."""
    return db.session.scalar(select(Publication.held).where(Publication.name == name)) or {}


def save(name: str, about: dict[str, Any], files: Mapping[str, bytes], inventory: dict[str, Any] | None = None) -> None:
    """Store a publication in place of an earlier one with this name, in a separate transaction. `files` maps file names
    to contents."""
    with separate_transaction() as session:
        session.execute(delete(PublishedFile).where(PublishedFile.publication_name == name))
        session.merge(Publication(name=name, about=about, held=inventory or {}))
        session.flush()
        session.add_all(PublishedFile(publication_name=name, name=file, content=files[file]) for file in files)


def update_description(name: str, about: dict[str, Any], inventory: dict[str, Any] | None = None) -> None:
    """Replace the description and, if given, the inventory, in a separate transaction. If there is no publication with
    this name, do nothing."""
    values = {"about": about} | ({} if inventory is None else {"held": inventory})
    with separate_transaction() as session:
        session.execute(update(Publication).where(Publication.name == name).values(**values))


def remove(name: str) -> None:
    """Delete a publication with its files, in a separate transaction. If there is no publication with this name, do
    nothing."""
    with separate_transaction() as session:
        session.execute(delete(PublishedFile).where(PublishedFile.publication_name == name))
        session.execute(delete(Publication).where(Publication.name == name))


def get_content(publication: str, file: str) -> bytes | None:
    """Return the content of a file, or None if the file no longer exists."""
    return db.session.scalar(select(PublishedFile.content).where(*_named(publication, file)))


def parts(publication: str, file: str, size: int) -> Iterator[bytes]:
    """Return an iterator over the parts of a file of `size` bytes, all from one version. If the file is gone when
    reading begins, there are no parts.

    The iterator can be used after the request has ended.
    """
    return _parts(db.engine, _named(publication, file), size)


def _parts(engine: Engine, named: tuple[Any, Any], size: int) -> Iterator[bytes]:
    with engine.connect().execution_options(isolation_level="SERIALIZABLE") as connection:
        for first in range(1, size + 1, PART_BYTES):
            part = func.substr(PublishedFile.content, first, PART_BYTES)
            found = connection.scalar(select(part).where(*named))
            if found is None:
                return
            yield found


def _named(publication: str, file: str) -> tuple[Any, Any]:
    return PublishedFile.publication_name == publication, PublishedFile.name == file
