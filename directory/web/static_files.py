"""Static files, served from memory and cached by browsers for a year.

The address of each file except the service worker contains the digest of the file.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request, url_for

FOLDER = Path(__file__).parents[1] / "static"
ONE_YEAR_SECONDS = 365 * 24 * 60 * 60
DIGEST_CHARACTERS = 12
SERVICE_WORKER = "service-worker.js"


@dataclass(frozen=True)
class StaticFile:
    """One static file, also compressed by gzip."""

    content: bytes
    compressed: bytes
    media_type: str
    digest: str


def configure_assets(app: Flask) -> None:
    """Serve the files of `static/` under `/static/`, and the service worker at the root.

    Templates get `asset(name)`, which returns the address of a file.
    """
    assets = {path.name: _read(path) for path in sorted(FOLDER.iterdir()) if path.is_file()}

    def address(name: str) -> str:
        return url_for("static_file", digest=assets[name].digest, name=name)

    def serve(digest: str, name: str) -> Response:
        asset = assets.get(name) or abort(404)
        return _answer(asset, is_current=digest == asset.digest)

    app.add_url_rule("/static/<digest>/<name>", "static_file", serve)
    # A service worker controls only pages below its own address, so its address is at the root. Browsers check for new
    # versions themselves.
    app.add_url_rule(f"/{SERVICE_WORKER}", "service_worker", lambda: _answer(assets[SERVICE_WORKER], is_current=False))
    app.jinja_env.globals["asset"] = address


@cache
def _read(path: Path) -> StaticFile:
    content = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    digest = hashlib.sha256(content).hexdigest()[:DIGEST_CHARACTERS]
    return StaticFile(content, gzip.compress(content, 9, mtime=0), media_type, digest)


def _answer(asset: StaticFile, *, is_current: bool) -> Response:
    is_compressed = request.accept_encodings["gzip"] > 0
    response = Response(asset.compressed if is_compressed else asset.content, mimetype=asset.media_type)
    if is_compressed:
        response.headers["Content-Encoding"] = "gzip"
    if is_current:
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR_SECONDS}, immutable"
    return response
