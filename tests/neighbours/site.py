"""The site of the neighbours: one of each thing in each position, made as people make it, and their browsers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import Account, Jurisdiction, Network, NetworkMember
from directory.people.service import api_tokens
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.conftest import copy_of, make_app
from tests.matrix.admitted import add_people
from tests.matrix.canaries import Canaries
from tests.matrix.consulted import add_consultation
from tests.matrix.drafted import add_draft
from tests.matrix.entries import add_entries
from tests.matrix.noticed import add_notice
from tests.matrix.rehearsed import add_exercise
from tests.matrix.rotas import add_rota, add_tests
from tests.matrix.things import Maker, Things
from tests.matrix.upkeep import add_work
from tests.neighbours import beside
from tests.neighbours.ended import end_all
from tests.neighbours.table import ACTORS, ENDED, NETWORK_BESIDE, OWN, POSITIONS, Position
from tests.people import sign_in, visit

# The things of a position by their kind: each the one name by which an address or a form calls it.
Names = dict[str, str]


@dataclass
class Site:
    """An app with things in each position by its name, and the accounts and tokens of the API of the actors."""

    app: Flask
    folder: Path
    things: dict[str, Names] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def browsers(self) -> dict[str, FlaskClient]:
        """Return a browser for each actor, signed in, each from an address of its own, and one of a visitor."""
        with self.app.app_context():
            made = {actor: self._browser(number) for actor, number in self.accounts.items()}
        visitor = self.app.test_client()
        visit(visitor)
        for place, client in enumerate([*made.values(), visitor]):
            client.environ_base["REMOTE_ADDR"] = f"192.0.2.{place + 1}"
        return made | {"visitor": visitor}

    def _browser(self, number: int) -> FlaskClient:
        client = self.app.test_client()
        sign_in(client, db.session.get_one(Account, number))
        return client


def build(folder: Path) -> Site:
    """Return the site over a folder with the data of a few States."""
    app = _app(folder)
    site = Site(app, folder)
    with app.app_context():
        _add_network()
        add_entries(Canaries(), POSITIONS)
        makers = {position.name: _maker(position) for position in POSITIONS}
        makers[ENDED.name] = replace(makers[ENDED.name], writer=makers[OWN.name].writer)
        for position, maker in zip(POSITIONS, makers.values(), strict=True):
            site.things[position.name] = _made(position, maker)
        site.accounts = dict(zip(ACTORS, _actors(site, makers[OWN.name].writer), strict=True))
        beside.add_across(site, makers)
        end_all(site.things[ENDED.name], makers[ENDED.name])
        for actor, number in site.accounts.items():
            with committing():
                site.tokens[actor] = api_tokens.create(db.session.get_one(Account, number), "write", 30, "")
        db.session.remove()
    return site


def copied(site: Site, folder: Path) -> Site:
    """Return the same site over a copy of its folder."""
    return replace(site, app=_app(copy_of(site.folder, folder)), folder=folder)


def _app(folder: Path) -> Flask:
    app = make_app(folder)
    # Nothing here asks the index, and one that follows each act takes most of the time.
    app.extensions["after_commit"].clear()
    return app


def _add_network() -> None:
    """Store a network of which the own State is a member too, and no other position's is."""
    whole = {"name": factories.english("Network beside"), "network_kind": "judicial_cooperation"}
    factories.add(Network(key=NETWORK_BESIDE, **whole))
    member = {"network_key": NETWORK_BESIDE, "jurisdiction_key": OWN.state}
    factories.add(NetworkMember(key=f"{NETWORK_BESIDE}:{OWN.state}", **member))
    assert db.session.get(Jurisdiction, OWN.state)


def _maker(position: Position) -> Maker:
    own = {"jurisdiction_key": position.state, "authority_key": position.authority}
    writer = factories.account(Role.COORDINATOR, (position.network,), **own)
    return Maker(position, Canaries(), Things(), writer)


def _made(position: Position, maker: Maker) -> Names:
    for add in (add_rota, add_tests, add_people, add_work, add_consultation, add_draft, add_notice, add_exercise):
        add(maker)
    return beside.names_of(position, maker)


def _actors(site: Site, author: Account) -> Iterator[int]:
    """Yield the accounts of the actors, in their order."""
    own: Mapping[str, str] = site.things[OWN.name]
    yield int(own["person"])
    yield int(own["member"])
    for networks, state in (((OWN.network,), None), ((), OWN.state), ((OWN.network,), OWN.state)):
        yield factories.account(Role.COORDINATOR, networks, jurisdiction_key=state).id
    yield author.id
