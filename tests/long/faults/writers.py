"""People who post notices at a site while something fails, and what became of these."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import Notice
from tests.crashes.site import Site
from tests.long.faults.load import PAUSE_SECONDS, Answer, Load, ask

FORM = {"network": "casc", "audience": "public", "notice_kind": "visit", "written_in": "en", "text": "Of a test."}


@dataclass
class Writer:
    """Who posts notices at one node: the titles that were acknowledged with when, and those that were not."""

    acknowledged: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def first_after(self, moment: float) -> float | None:
        return min((at for at in self.acknowledged.values() if at > moment), default=None)

    def count_after(self, moment: float) -> int:
        return sum(at > moment for at in self.acknowledged.values())


def post(site: Site, headers: dict[str, str], title: str) -> Answer:
    """Send the form of a notice."""
    return ask(site.port, "POST", "/en/notices/new", headers, FORM | {"title": title, "ends_on": "2090-01-01"})


def add_writer(
    load: Load,
    site: Site,
    writer: Writer,
    headers: dict[str, str],
    titles: Iterator[str],
    pause_seconds: float = PAUSE_SECONDS,
    posting: AbstractContextManager[Any] | None = None,
) -> None:
    """Add a writer to a load, who holds `posting` while a notice is sent: who holds it may sign the writer in anew."""
    asked, held = [""], posting or nullcontext()

    def step() -> Answer:
        asked[0] = next(titles)
        with held:
            return post(site, headers, asked[0])

    def note(answer: Answer) -> None:
        if answer.status == 303:
            writer.acknowledged[asked[0]] = answer.came_at
        else:
            writer.refused.append(asked[0])

    load.add(step, note, pause_seconds)


def titles_stored(app: Flask) -> list[str]:
    """Return the titles of all notices that are stored."""
    with app.app_context():
        return [title.text("en") for title in db.session.scalars(select(Notice.title))]
