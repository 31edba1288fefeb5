"""Complete answers for faults of the server that no view can answer: the worker of gunicorn sends them.

They are made once, before the workers start, and hold no script and no data.
"""

import json
from collections.abc import Mapping

from flask import Flask
from flask_babel import force_locale

from directory.errors import problem_for
from directory.i18n import DEFAULT, LANGUAGES, label_language

API = "/api/"
HEADERS = """HTTP/1.1 500 Internal Server Error\r
Connection: close\r
Content-Type: {media_type}\r
Content-Length: {length}\r
Cache-Control: no-store\r
Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r
X-Content-Type-Options: nosniff\r
\r
"""


def plain_pages(app: Flask) -> Mapping[str, bytes]:
    """Return the complete HTTP answers with status 500, keyed by the beginning of the path. "/ru/" has a page in
    Russian, API has problem+json, and "/" has the page for all other paths."""
    pages = {f"/{code}/": _answer("text/html; charset=utf-8", _page(app, code)) for code in LANGUAGES}
    problem = json.dumps({"type": "about:blank", "status": 500, "title": "Internal Server Error"})
    return pages | {"/": pages[f"/{DEFAULT}/"], API: _answer("application/problem+json", problem)}


def answer_for(pages: Mapping[str, bytes], path: str) -> bytes:
    """Return the answer of `plain_pages` for the path of an address."""
    return pages.get(f"/{path.lstrip('/').partition('/')[0]}/", pages["/"])


def _page(app: Flask, code: str) -> str:
    words = label_language(code)
    with app.app_context(), force_locale(words):
        title, advice = problem_for(500).title, problem_for(503).advice
        page = app.jinja_env.get_template("errors/plain.html")
        return page.render(code=code, language=LANGUAGES[words], title=title, advice=advice)


def _answer(media_type: str, body: str) -> bytes:
    content = body.encode()
    return HEADERS.format(media_type=media_type, length=len(content)).encode() + content
