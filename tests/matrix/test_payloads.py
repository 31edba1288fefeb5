"""Markup in any text that people write, in any language, is text on every page that anyone is shown."""

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import cycle, islice

import pytest
from sqlalchemy import Column, Row, String, select, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from directory.extensions import Model, db
from directory.i18n import LANGUAGES
from directory.models.types import Texts, TextsType
from tests.conftest import copy_of, make_app
from tests.matrix.addresses import Values, address, named_in, rules, values_for
from tests.matrix.site import Site

pytestmark = pytest.mark.xdist_group("matrix-questions")
PAYLOAD = "\"'><script>zqx()</script><img src=x onerror=zqx()><svg onload=zqx()>{{7*7}}"
# Columns that hold what people write and are no details of entries.
WRITTEN = {"name", "note", "reason", "words", "office", "file_name", "verified_by", "translated_by", "device"}
HELD = {"text", "list", "contact"}
# An ending stands there, which nobody writes.
NOT_WRITTEN = {"job_file"}
# Of things of one kind a person is shown so many, of what is public one for each choice of parameters.
MOST = 2
READERS = ("visitor", "desk member", "coordinator of the network in the State", "administrator")


class Run(HTMLParser):
    """What a browser would run on a page that is no file of the site's own."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        acts = any(name.startswith("on") for name in own)
        leads = any((own.get(name) or "").strip().lower().startswith("javascript:") for name in ("href", "action"))
        if acts or leads or (tag == "script" and not own.get("src")):
            self.found.append(self.get_starttag_text() or tag)


def is_written(column: Column[object]) -> bool:
    """Return whether people write what a column holds, and it has room for more."""
    detail = column.info.get("detail")
    fits = detail.holds in HELD if detail else column.name in WRITTEN
    room = isinstance(column.type, String) and (column.type.length is None or column.type.length >= 2 * len(PAYLOAD))
    return isinstance(column.type, TextsType) or (fits and room)


def planted(value: object) -> object:
    """Return a text with the payload at its end, one by language in all of them; nothing stays nothing."""
    if isinstance(value, Texts):
        return Texts(value.original, {code: value.text(code) + PAYLOAD for code in LANGUAGES}) if value else value
    return f"{value}{PAYLOAD}" if value else value


def plant() -> int:
    """Put the payload into all that people wrote, and return into how many values."""
    number = 0
    for table in (mapper.local_table for mapper in Model.registry.mappers):
        written = [column for column in table.columns if is_written(column) and table.name not in NOT_WRITTEN]
        for row in db.session.execute(select(table)).all() if written else ():
            values = {column.name: planted(row._mapping[column]) for column in written}
            number += sum(bool(value) for value in values.values())
            db.session.execute(update(table).where(*_same(table.primary_key, row)).values(values))
    db.session.commit()
    return number


def _same(key: object, row: Row[object]) -> Iterator[object]:
    return (column == row._mapping[column] for column in key)


@pytest.fixture(scope="module")
def planted_site(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = copy_of(site.folder, tmp_path_factory.mktemp("planted") / "data")
    app = make_app(folder)
    with app.app_context():
        assert plant() > 1_500
    return replace(site, app=app, folder=folder)


def asked(site: Site, person: str) -> list[str]:
    """Return a few addresses of each kind of page, in one language after the other."""
    languages = cycle(LANGUAGES)
    with site.app.test_request_context():
        return [
            address(rule, next(languages), values)
            for rule in rules(site.app, "GET")
            for values in few(site, person, rule)
        ]


def few(site: Site, person: str, rule: Rule) -> list[Values]:
    values = values_for(site, person, rule)
    return list(islice(values, MOST) if named_in(rule) else {tuple(one): one for one in values}.values())


def shown(answer: TestResponse) -> str:
    """Return a page, and nothing for a file, which is read to its end all the same."""
    body = answer.get_data()
    return body.decode() if answer.mimetype == "text/html" else ""


@pytest.mark.long(each=4, start=2)
@pytest.mark.parametrize("person", READERS)
def test_markup_that_people_wrote_is_text_on_every_page(planted_site: Site, person: str) -> None:
    browsers = planted_site.browsers()

    answers = {one: shown(browsers.ask(person, "GET", one)) for one in asked(planted_site, person)}
    pages = {one: page for one, page in answers.items() if page}

    assert sum("zqx()" in page for page in pages.values()) > 30
    assert {one: found for one, page in pages.items() if (found := Run(page).found)} == {}
    assert all("zqx()" not in page or "{{7*7}}" in page for page in pages.values())
