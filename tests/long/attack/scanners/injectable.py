"""A page with the faults that scanners look for: it shows that they would find them."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import psycopg
from flask import Flask, request
from werkzeug.serving import make_server

PAGE = "<!doctype html><title>Names</title><form><input name=name></form>{said}<ul>{names}</ul>"


@contextmanager
def injectable(connection: sqlite3.Connection | psycopg.Connection) -> Iterator[str]:
    """Serve a page that puts `name` into a statement and into itself as it is; give its address."""
    app = Flask(__name__)
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)

    @app.get("/")
    def find() -> str:
        asked, said = request.args.get("name", "one"), ""
        try:
            rows = connection.execute(f"SELECT name FROM (SELECT 'one' AS name) AS names WHERE name = '{asked}'")  # type: ignore[arg-type]
            names = "".join(f"<li>{name}</li>" for (name,) in rows.fetchall())
        except (sqlite3.Error, psycopg.Error) as error:
            names, said = "", f"{type(error).__module__}.{type(error).__name__}: {error}"
        connection.rollback()
        return PAGE.format(said=f"{asked} {said}", names=names)

    server = make_server("127.0.0.1", 0, app)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
