"""Asks as an actor, tells which rows an act changed, and puts them back."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from flask import url_for
from sqlalchemy import event
from werkzeug.test import TestResponse

from directory.cache.store import configure_cache
from directory.extensions import db
from tests.neighbours.site import Names, Site
from tests.neighbours.table import NEVER, OWN

WRITING = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
# What is written of those who only look: when a session was last used, how often something was tried, who looked, and
# what a program had been answered.
OF_LOOKING = {"account_session", "limit_count", "reveal", "api_token", "consultation_reading"}
DATABASE = "directory.sqlite3"
# Where an act is sent from another page than its own address.
PAGES = {
    "verification.remind": "verification.ask_to_remind",
    "verification_entries.confirm": "verification_entries.show",
    "verification_entries.verify": "verification_entries.look",
    "verification_reports.settle": "verification_reports.show",
    "verification_reports.report": "verification_reports.new",
    "sources.settle": "sources.index",
    "verification_periods.save": "verification_periods.show",
    "consultations.send_message": "consultations.show",
    "proposals.begin": "proposals.new",
    "proposals.go_on": "proposals.edit",
    "proposals.publish": "proposals.show",
    "proposals.refuse": "proposals.show",
    "proposals.undo": "proposals.show",
    "imports.act": "imports.show",
    "imports.refuse": "imports.show",
    "translations.propose": "translations.show",
    "endings.propose": "endings.show",
}


class Asking:
    """Browsers of the actors over a site whose rows stand as they were before each act."""

    def __init__(self, site: Site) -> None:
        self.site, self.browsers = site, site.browsers()
        self.never = {kind: unknown(name) for kind, name in site.things[OWN.name].items()}
        self._before = sqlite3.connect(":memory:", check_same_thread=False)
        self._written: set[str] = set()
        with site.app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._note)
        with closing(self._live()) as live:
            live.backup(self._before)

    def names(self, position: str) -> Names:
        """Return the names of the things of a position, or of what never was."""
        return self.never if position == NEVER else self.site.things[position]

    def address(self, endpoint: str, position: str, things: Iterable[Any], texts: Iterable[Any] = ()) -> str:
        """Return the address of an endpoint for the things of a position."""
        named = {name: self.names(position)[kind] for name, kind in things} | dict(texts)
        with self.site.app.test_request_context():
            rules = list(self.site.app.url_map.iter_rules(endpoint))
            language = {"language": "en"} if any("language" in rule.arguments for rule in rules) else {}
            return url_for(endpoint, **language, **named)

    def ask(self, actor: str, method: str, address: str, **sent: Any) -> TestResponse:
        """Return an answer; the API is asked by a program with the actor's token."""
        if address.startswith("/api/") and actor in self.site.tokens:
            headers = {"Authorization": f"Bearer {self.site.tokens[actor]}"}
            sent["headers"] = headers | dict(sent.get("headers", {}))
        browser = self.browsers[actor]
        cookies = dict(browser._cookies)
        answer = browser.open(address, method=method, **sent)
        # Who follows a link to sign in stays who they were.
        browser._cookies = cookies
        return answer

    def page(self, actor: str, write: Any, relation: str, address: str) -> str:
        """Return the page on which an act is sent; nothing where the actor is shown none."""
        endpoint = PAGES.get(write.endpoint)
        if endpoint:
            address = self.address(endpoint, relation, write.things, write.texts)
        answer = self.ask(actor, "GET", address)
        return answer.text if answer.status_code == 200 and answer.mimetype == "text/html" else ""

    def forget_written(self) -> None:
        """Leave out of `written` what was written before."""
        self._written.clear()

    def written(self) -> set[str]:
        """Return which tables were written, changed or not, and put nothing back."""
        return self._written - OF_LOOKING

    def settle(self) -> set[str]:
        """Return of which tables rows have changed since these were noted, and put them back."""
        written, self._written = self._written, set()
        with self.site.app.app_context():
            db.session.remove()
        with closing(self._live()) as live:
            changed = {
                table for table in written - OF_LOOKING if self._rows(live, table) != self._rows(self._before, table)
            }
            if written - {"account_session"}:
                self._before.backup(live)
                configure_cache(self.site.app)
        return changed

    @staticmethod
    def _rows(database: sqlite3.Connection, table: str) -> list[Any]:
        return database.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()

    def _live(self) -> sqlite3.Connection:
        return sqlite3.connect(self.site.folder / DATABASE, timeout=20)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found = WRITING.match(statement)
        if found:
            self._written.add(found.group(1))


def unknown(name: str) -> str:
    """Return a name like another that nothing has."""
    if name.isdigit():
        return str(int(name) + 1_000_000)
    return "ZZ" if name.isupper() and len(name) == 2 else f"{name[:-1]}{'x' if name[-1] != 'x' else 'y'}"
