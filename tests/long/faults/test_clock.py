"""The clock jumps, and is set right again, while people read, one writes, one is signed in, and mail waits.

.venv/bin/pytest -n0 -rP tests/long/faults/test_clock.py

What a clock that was ahead has put off, or begun, is tried part by part in the quick tests.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from flask import Flask

from directory import clock
from directory.clock import as_utc
from directory.models import Account, Mail
from directory.vocabulary import Role
from tests import factories
from tests.conftest import copy_of, make_app
from tests.crashes.site import Site, running, verified
from tests.crashes.test_commits import AUTHORITY, WORD
from tests.long.faults.faked_clock import FakedClock
from tests.long.faults.load import Answer, ask
from tests.long.faults.outage import Outage, working
from tests.long.faults.sessions import headers_of
from tests.long.faults.test_index_folder import SEARCH, write_note
from tests.long.faults.test_mail_server import AWAY, MailServer, all_sent, mails, put, wait_until
from tests.long.faults.writers import titles_stored

SECONDS = 15
NEAR = timedelta(minutes=5)
ACCOUNT = "/en/account"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
HEAD = (
    "jump | who was signed in was answered before, meanwhile, after | mails queued meanwhile | s until they left | load"
)


class Scene:
    """A site with its clock, its mail server, and the people there: readers, a writer, and who is signed in."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app, self.folder, self.site = app, folder, Site(app.config["SETTINGS"].data_dir)
        self.clock, self.mail_server = FakedClock(self.site, folder / "clock"), MailServer()
        self.site.environment["MAIL_URL"] = f"smtp://127.0.0.1:{self.mail_server.port}"
        with app.app_context():
            self.coordinator = factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG")
            self.person = headers_of(app, factories.account(networks=["casc"]))
            self.people = Outage(self.site, self.signed_in(self.coordinator))
        for address, language in ((SEARCH, ""), ("/ru/search?q=prosecutor", "ru"), ("/en/jurisdictions/KG", "en")):
            self.people.add_reader(address, language=language)
        self.met: list[Answer] = []
        self.jumps: list[tuple[float, float]] = []
        self.people.load.add(lambda: ask(self.site.port, "GET", ACCOUNT, self.person, None), self.met.append, 0.5)

    def signed_in(self, account: Account) -> dict[str, str]:
        """Return the headers of who signs in now, by the clock that the site is shown."""
        with self.app.app_context(), clock.frozen_at(self.clock.now()):
            return headers_of(self.app, account)

    def jump(self, ahead: timedelta) -> None:
        """Show the site another time; the writer signs in again."""
        with self.people.posting:
            began = time.monotonic()
            self.clock.jump(ahead)
            self.people.headers.update(self.signed_in(self.coordinator))
            self.jumps.append((began, time.monotonic()))

    def put_mail(self) -> list[Mail]:
        """Queue mail, by the clock that the site is shown; return it once it was tried in vain."""
        self.mail_server.fail(AWAY)
        with clock.frozen_at(self.clock.now()):
            put(self.app, "meanwhile")
        wait_until(lambda: any(mail.fault for mail in mails(self.app)))
        waiting = mails(self.app)
        assert all(abs(as_utc(mail.due_at) - self.clock.now()) < NEAR for mail in waiting)
        return waiting

    def statuses(self) -> list[Counter[int]]:
        """Return what who was signed in from the first on was answered before, between and after the jumps."""
        sinces, untils = [0.0, *(end for _, end in self.jumps)], [*(begin for begin, _ in self.jumps), float("inf")]
        return [
            Counter(one.status for one in self.met if since < one.asked_at and one.came_at < until)
            for since, until in zip(sinces, untils, strict=True)
        ]

    def require_shown(self) -> None:
        """Require that the site is shown the time that it should be."""
        answer = ask(self.site.port, "GET", "/healthz", {}, None)
        apart = parsedate_to_datetime(answer.headers["Date"]) - self.clock.now()
        assert abs(apart) < NEAR

    def require_whole(self) -> None:
        """Require that record and index are whole, and that what is written now is found by the next request."""
        write_note(self.app)
        assert self.site.found(WORD) == {AUTHORITY}
        assert "0 differences" in verified(self.site)
        status, said = self.site.run("audit", "verify")
        assert status == 0, said


@pytest.fixture
def scene(few_states: Path, tmp_path: Path) -> Iterator[Scene]:
    scene = Scene(make_app(copy_of(few_states, tmp_path / "data")), tmp_path)
    yield scene
    scene.mail_server.mend()
    scene.mail_server.stop()


@pytest.mark.parametrize(
    ("jump", "after"), [(DAY, 200), (-HOUR, 303)], ids=["a day ahead and back", "an hour back and ahead"]
)
def test_a_jump_while_the_site_runs_loses_nothing_and_puts_nothing_off_once_it_is_set_right(
    scene: Scene, jump: timedelta, after: int, request: pytest.FixtureRequest
) -> None:
    """Who was signed in is asked to sign in again meanwhile; who did so then is asked once more afterwards."""
    people = scene.people
    with running(scene.site), working(scene.site, scene.folder / "worker"):
        with people:
            people.begin()
            scene.jump(jump)
            began_then = dict(people.headers)
            scene.require_shown()
            waiting = scene.put_mail()
            people.load.wait_for(SECONDS)
            signed_in = ask(scene.site.port, "GET", ACCOUNT, began_then, None)

            scene.jump(timedelta())
            scene.mail_server.mend()
            people.end()
            left = wait_until(lambda: all_sent(scene.app))
            afterwards = ask(scene.site.port, "GET", ACCOUNT, began_then, None)
            people.load.wait_for(SECONDS)
        people.require_nothing_lost(request.node.callspec.id, scene.app)
        scene.require_whole()

    met = scene.statuses()
    print(HEAD)
    print(
        request.node.callspec.id,
        *(dict(one) for one in met),
        len(waiting),
        f"{left:.1f}",
        f"{os.getloadavg()[0]:.1f}",
        sep=" | ",
    )
    assert [set(one) for one in met] == [{200}, {303}, {after}]
    assert (signed_in.status, afterwards.status) == (200, 303)


def test_a_site_that_was_started_a_day_ahead_goes_on_once_it_is_started_with_the_right_time(scene: Scene) -> None:
    people = scene.people
    scene.jump(DAY)
    with running(scene.site), working(scene.site, scene.folder / "worker"), people:
        people.begin()
        scene.require_shown()
        scene.put_mail()
        began_then, titles = dict(people.headers), set(people.writer.acknowledged)
    assert set(people.load.statuses) <= {200, 303}

    scene.clock.jump(timedelta())
    scene.mail_server.mend()
    with running(scene.site), working(scene.site, scene.folder / "worker"):
        scene.require_shown()
        left = wait_until(lambda: all_sent(scene.app))
        print(f"Mail had left {left:.1f} s after the start, load {os.getloadavg()[0]:.1f}.")
        assert ask(scene.site.port, "GET", ACCOUNT, began_then, None).status == 303
        assert ask(scene.site.port, "GET", ACCOUNT, scene.person, None).status == 200
        scene.require_whole()
    assert titles <= set(titles_stored(scene.app))
