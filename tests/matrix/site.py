"""The site that is crawled: the data of a few States, two offices that hold words, and a browser for each person."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory import clock
from directory.accounts.queries import viewer_of
from directory.drafts.content import DraftContent
from directory.exchange import snapshots
from directory.exchange.pocket import refresh as pocket
from directory.extensions import db
from directory.imports import jobs
from directory.imports import service as imports
from directory.jobs.schedule import send_campaigns, tell_followers
from directory.models import Account, Network
from directory.outbox.delivery import send_due
from directory.people.service import api_tokens
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.conftest import make_app
from tests.imports.files import nothing
from tests.matrix.admitted import add_people
from tests.matrix.canaries import Canaries
from tests.matrix.consulted import add_consultation
from tests.matrix.drafted import add_draft, begin_draft
from tests.matrix.entries import add_entries, fill_holes
from tests.matrix.followed import add_feed, add_following
from tests.matrix.noticed import add_notice
from tests.matrix.rehearsed import add_exercise
from tests.matrix.rotas import add_rota, add_tests
from tests.matrix.table import KEEPERS, PEOPLE, SPOTS, Person, Spot
from tests.matrix.things import Maker, Things
from tests.matrix.upkeep import add_work
from tests.people import cookie_of, signed_in, visit

WRITER_OF_A_DRAFT = "practitioner outside it"


@dataclass
class Site:
    """An app with what was put into it. `tokens` are those of the API by person, `own` what is theirs alone by kind."""

    app: Flask
    folder: Path
    canaries: Canaries
    things: Things
    accounts: dict[str, int]
    tokens: dict[str, str]
    own: dict[str, dict[str, list[str]]]

    def browsers(self, app: Flask | None = None) -> "Browsers":
        """Return a browser for each person, of this app or of another over the same data."""
        return Browsers(self, app or self.app)


class Browsers:
    """One browser a person, each from an address of its own, so that they do not use up each other's tries."""

    def __init__(self, site: Site, app: Flask) -> None:
        self.site = site
        with app.app_context():
            self.of = {name: self._browser(app, name) for name in PEOPLE}
        for number, client in enumerate(self.of.values()):
            client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number + 1}"

    @property
    def cookies(self) -> list[str]:
        """The cookies of those who are signed in."""
        return [cookie_of(client) for name, client in self.of.items() if PEOPLE[name] is not None]

    def _browser(self, app: Flask, name: str) -> FlaskClient:
        person = PEOPLE[name]
        if person is None:
            client = app.test_client()
            visit(client)
            return client
        return signed_in(app, db.session.get_one(Account, self.site.accounts[name]), *person.shown)

    def ask(self, person: str, method: str, address: str, **sent: object) -> TestResponse:
        """Return an answer; the API is asked by a program with the person's token, where they have one."""
        token = self.site.tokens.get(person)
        if token and address.startswith("/api/"):
            sent["headers"] = {"Authorization": f"Bearer {token}"}
        return self.of[person].open(address, method=method, **sent)


def build(folder: Path, database_url: str = "") -> Site:
    """Return the site over a folder with the data of a few States."""
    app = make_app(folder, database_url)
    canaries, things = Canaries(), Things()
    with app.app_context():
        add_entries(canaries)
        writers = {spot.name: _writer(spot) for spot in SPOTS}
        fill_holes(canaries, writers[SPOTS[0].name].id)
        for spot in SPOTS:
            maker = Maker(spot, canaries, things, writers[spot.name])
            add_rota(maker)
            add_tests(maker)
            add_people(maker)
            add_work(maker)
            add_consultation(maker)
            add_exercise(maker)
            add_draft(maker)
            add_notice(maker)
        site = Site(app, folder, canaries, things, {}, {}, {})
        for name, person in PEOPLE.items():
            if person is not None:
                _admit(site, name, person)
        work_off()
        snapshots.make()
        pocket.make(db.session.get_one(Network, SPOTS[0].network), "en")
        add_feed(things, db.session.get_one(Account, site.accounts[WRITER_OF_A_DRAFT]))
        db.session.remove()
    return site


def work_off() -> None:
    """Take the steps of campaigns, tell followers and send what waits, as the worker does."""
    send_campaigns()
    tell_followers()
    send_due(clock.now())


def _writer(spot: Spot) -> Account:
    return factories.account(Role.COORDINATOR, (spot.network,), jurisdiction_key=spot.state)


def _admit(site: Site, name: str, person: Person) -> None:
    """Store a person with a token of the API, a draft of theirs and, for who may have them, their exports."""
    account = factories.account(person.role, person.networks, person.desks, jurisdiction_key=person.state)
    site.accounts[name] = account.id
    add_following(account)
    if person.is_active and not person.shown:
        with committing():
            site.tokens[name] = api_tokens.create(account, "write", 30, "")
    if name in KEEPERS:
        site.own.setdefault(name, {})["export"] = [_export(account, ending) for ending in ("csv", "xlsx")]
    if name == WRITER_OF_A_DRAFT:
        site.own.setdefault(name, {})["draft"] = [begin_draft(account, DraftContent())]
    if not person.is_active:
        with committing():
            account.active = False


def _export(account: Account, ending: str) -> str:
    with committing():
        job = imports.ask_for_export(viewer_of(account), ending)
        name, number = job.public_id, job.id
    jobs.write_export({"job": number}, nothing)
    return name
