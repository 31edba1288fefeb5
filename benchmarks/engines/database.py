"""A database for each engine's folder, on the server whose address is in BENCHMARKS_POSTGRESQL."""

import os
from pathlib import Path

import psycopg

SERVER = "BENCHMARKS_POSTGRESQL"


class Database:
    """The database of a folder. It is created once; then any process can connect to it."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        self._name = f"benchmarks_{folder.name.lower()}"
        self._address = psycopg.conninfo.make_conninfo(os.environ[SERVER], dbname=self._name, options=settings)

    def create(self) -> None:
        """Create the database, without tables."""
        with psycopg.connect(os.environ[SERVER], autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self._name}"')

    def connect(self) -> psycopg.Connection:
        """Return a new connection, in which each statement is a transaction."""
        return psycopg.connect(self._address, autocommit=True)

    def megabytes(self) -> float:
        """Return the size of the database on the disk in megabytes."""
        with self.connect() as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        return row[0] / 1e6 if row else 0.0
