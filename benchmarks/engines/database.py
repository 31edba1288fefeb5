"""A database for each folder of an engine, on the server whose address is in BENCHMARKS_POSTGRESQL."""

import os
from pathlib import Path

import psycopg

SERVER = "BENCHMARKS_POSTGRESQL"


class Database:
    """The database of a folder: made once, then connected to from any process."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        self._name = f"benchmarks_{folder.name.lower()}"
        self._address = psycopg.conninfo.make_conninfo(os.environ[SERVER], dbname=self._name, options=settings)

    def create(self) -> None:
        """Make it, empty."""
        with psycopg.connect(os.environ[SERVER], autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self._name}"')

    def connect(self) -> psycopg.Connection:
        """Return a new connection, in which each statement is a transaction."""
        return psycopg.connect(self._address, autocommit=True)

    def megabytes(self) -> float:
        """Return its size on the disk."""
        with self.connect() as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        return row[0] / 1e6 if row else 0.0
