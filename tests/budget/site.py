"""The site of the matrix, with drafts as long as they may be, and a browser for a person of each role."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.test import TestResponse

from directory.accounts.queries import viewer_of
from directory.drafts.content import DraftContent, DraftPerson
from directory.drafts.queries.drafts import content_of, get_owned
from directory.drafts.service.writing import save
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Account
from directory.proposals import validation
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.proposals.service import propose
from directory.transaction import committing
from directory.vocabulary import Role
from tests.budget.texts import TEXTS
from tests.matrix.drafted import begin_draft
from tests.matrix.site import Site
from tests.matrix.table import HERE, PEOPLE

# One of each role, and of practitioners one who staffs a desk.
WHO = (
    "visitor",
    "practitioner outside it",
    "desk member",
    "coordinator of the network in the State",
    "administrator",
)
LONGEST_TEXT_CHARACTERS = 20_000
# The texts of a draft, each of a kind.
WRITTEN = {"facts": "digits", "subject": "words", "attachments": "numbers", "person.1": "letters from right to left"}
# Further texts of a draft, of as many lines as it takes.
LINED = ("purpose", "law", "urgency", "contact", "body", "reasons", "person.1", "attachments")
NAMES: dict[str, set[str]] = defaultdict(set)


class Noted(ImmutableMultiDict):  # type: ignore[type-arg]
    """What was sent, which notes the names that a view asks for: these are its parameters and fields."""

    def _note(self, name: Any) -> None:
        if has_request_context() and isinstance(name, str):
            NAMES[f"{request.method} {request.endpoint}"].add(name)

    def __getitem__(self, name: Any) -> Any:
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name: Any) -> bool:
        self._note(name)
        return super().__contains__(name)

    def get(self, name: Any, *others: Any, **named: Any) -> Any:
        self._note(name)
        return super().get(name, *others, **named)

    def getlist(self, name: Any, *others: Any, **named: Any) -> list[Any]:
        self._note(name)
        return super().getlist(name, *others, **named)


@dataclass
class BudgetSite:
    """A site to be asked; what was written to it can be put back as it was."""

    site: Site
    cookies: dict[str, FlaskClient] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    proposal: str = ""
    kept: sqlite3.Connection | None = None
    watching: sqlite3.Connection | None = None
    version: int = 0

    @property
    def app(self) -> Flask:
        return self.site.app

    def send(self, person: str, method: str, address: str, **sent: Any) -> TestResponse:
        """Return an answer to a person, whoever was signed out by the one before."""
        client = self.cookies[person]
        if address.startswith("/api/"):
            token = self.site.tokens.get(person)
            sent["headers"] = {**sent.get("headers", {}), **({"Authorization": f"Bearer {token}"} if token else {})}
        before = dict(client._cookies or {})
        try:
            return client.open(address, method=method, **sent)
        finally:
            client._cookies.clear()
            client._cookies.update(before)

    def put_back(self) -> None:
        """Make the database what it was when the site was opened, if anything was written since: no limit is reached,
        and nobody is signed out."""
        assert self.kept is not None
        if self.version == self.version_now():
            return
        with sqlite3.connect(self.path) as now:
            self.kept.backup(now)
        now.close()
        self.version = self.version_now()

    def version_now(self) -> int:
        """Return a number that another connection changes whenever it writes to the database."""
        assert self.watching is not None
        return int(self.watching.execute("PRAGMA data_version").fetchone()[0])

    @property
    def path(self) -> Path:
        return self.site.folder / "directory.sqlite3"


@contextmanager
def opened(site: Site) -> Iterator[BudgetSite]:
    """Open the site of the matrix to be asked by each of WHO."""
    app = site.app
    app.extensions["after_commit"].clear()
    app.request_class = type("Request", (app.request_class,), {"parameter_storage_class": Noted})
    made = BudgetSite(site)
    browsers = site.browsers()
    with app.app_context():
        for name in WHO:
            made.cookies[name] = browsers.of[name]
            if PEOPLE[name] is not None:
                account = db.session.get_one(Account, site.accounts[name])
                made.drafts[name] = _write(account)
                if account.role == Role.COORDINATOR:
                    made.proposal = _propose(account)
        db.session.remove()
    made.kept = sqlite3.connect(":memory:")
    with sqlite3.connect(made.path) as now:
        now.backup(made.kept)
    now.close()
    made.watching = sqlite3.connect(made.path)
    made.version = made.version_now()
    yield made
    made.kept.close()
    made.watching.close()


def _propose(author: Account) -> str:
    """Store a proposal of a person that replaces the longest text by another one."""
    texts = [TEXTS["words"](validation.LONGEST_TEXT_CHARACTERS, number) for number in range(2)]
    edit = Edit(
        EditAction.CHANGE, "authority", HERE.authority, "note.en", *texts, StatedProvenance(("https://example.org",))
    )
    with committing():
        return str(propose(viewer_of(author), ("authority", HERE.authority), [edit]).id)


def _write(owner: Account) -> str:
    """Store a draft of a person with the longest texts, and the most lines that it takes besides."""
    texts = {name: TEXTS[kind](LONGEST_TEXT_CHARACTERS, 1) for name, kind in WRITTEN.items()}
    content = DraftContent(
        requesting=HERE.state, requested="KZ", measures=("extradition",), persons=(DraftPerson(1, "witness"),)
    )
    public_id = begin_draft(owner, content.with_texts(texts, "ar").with_texts({"facts": texts["facts"]}, "en"))
    for name, length in product(LINED, (LONGEST_TEXT_CHARACTERS, LONGEST_TEXT_CHARACTERS // 4)):
        with suppress(InvalidInput), committing():
            draft = get_owned(viewer_of(owner), public_id)
            written = content_of(draft).with_texts({name: TEXTS["lines"](length, 1)}, "en")
            save(viewer_of(owner), draft, "facts", written, draft.version)
    return public_id
