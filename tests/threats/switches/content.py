"""Turns off what keeps that which people type from being run, or misleading (rows 8 to 12, 21 to 24, 29, 32, 39)."""

import re
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import jinja2.runtime
from markupsafe import Markup
from sqlalchemy import select, text

from directory import i18n
from directory.errors import NotFound
from directory.extensions import db
from directory.formats import pdf_files
from directory.models import Authority
from directory.outbox import service as outbox
from directory.web import response_headers
from tests.threats.replacing import nothing, replace


def templates_do_not_escape() -> None:
    """What people wrote stands on pages as it is, markup and all."""
    # Not by the setting: compiled templates are kept, for other tests too.
    jinja2.runtime.escape = Markup  # type: ignore[assignment]


def unseen_characters_are_taken() -> None:
    """Names may hold what is not seen, turns their order, or stands on one letter a thousand times."""
    replace("directory.web.request_validation.is_plain_line", lambda _text: True)


def any_text_is_an_address() -> None:
    """Mail is queued to whatever is called an address, also to several."""
    outbox.ONE_ADDRESS = re.compile(r".*", re.DOTALL)


def cells_are_not_guarded() -> None:
    """A text that a spreadsheet would run stands in a file as it is."""
    replace("directory.formats.cells.escape_formula", lambda text: text)


def any_language_is_taken() -> None:
    """Whatever an address begins with is taken for a language."""
    i18n.LanguageConverter.regex = "[^/]+"


def bombs_are_unpacked() -> None:
    """A workbook is unpacked whatever its table of contents promises."""
    replace("directory.formats.xlsx_files._refuse_bombs", nothing)


def words_are_markup() -> None:
    """What stands in a paper is read by the program that sets it."""
    folder = Path(mkdtemp())
    for file in pdf_files.TEMPLATE.parent.glob("*.typ"):
        read = file.read_text().replace("it.lines.join", 'it.lines.map(words => eval(words, mode: "markup")).join')
        (folder / file.name).write_text(read)
    pdf_files.TEMPLATE = folder / pdf_files.TEMPLATE.name


def any_host_is_public() -> None:
    """A source, a table or a redirect may lead the site to any address, also of its operator's own network."""
    replace("directory.sources.public_hosts.is_public", lambda _address: True)


def keys_stand_in_statements() -> None:
    """The key of an address is written into the statement, as it came."""

    def get(key: str) -> Authority:
        found = db.session.scalar(select(Authority).where(text(f"authority.key = '{key}'")).limit(1))
        if found is None:
            raise NotFound
        return found

    replace("directory.authorities.queries.get", get)


def numbers_have_no_bounds() -> None:
    """A program may ask for any page and any number of rows."""

    def read_number(arguments: Any, field: str, *, default: int, least: int, most: int) -> int:
        return int(arguments.get(field, default))

    replace("directory.api.query_parameters.read_number", read_number)


def pages_may_run_anything() -> None:
    """The content policy allows scripts of any origin, and those in the page itself."""
    policy = {"Content-Security-Policy": "default-src * 'unsafe-inline'"}
    response_headers.HEADERS = response_headers.HEADERS | policy


def every_script_runs_left_to_right() -> None:
    """Pages in Arabic are laid out as those in English."""
    replace("directory.i18n.direction", lambda _code: "ltr")
