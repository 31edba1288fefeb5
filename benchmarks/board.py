"""Compares the board (the page of desks) with an empty page for a signed-in person: `python -m benchmarks.board`.

A temporary database gets 500 desks in 50 States and five zones. Each desk has a rota of three people with shifts for 60
days. A coordinator requests the first 50 desks and an empty list of proposals in turn, through the whole app but
without a network. The medians of processor time are compared, since other work on the machine hardly affects them.
"""

import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient
from flask_migrate import upgrade

from directory import clock
from directory.models import Account, AccountNetwork, DeskMember, DeskRota, Jurisdiction, Network, Shift
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.conftest import close, make_app
from tests.people import signed_in

DESKS, STATES, DAYS, ROUNDS = 500, 50, 60, 41
MOST = 4.0
ZONES = ("Asia/Bishkek", "Asia/Tbilisi", "Europe/Paris", "America/New_York", "Asia/Kolkata")
BOARD, EMPTY = "/en/focal-points", "/en/proposals"


def fill() -> None:
    """Store the States, the network, and the desks with their people and shifts."""
    codes = [f"{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(STATES)]
    factories.add(
        *(
            Jurisdiction(
                key=code,
                alpha3=f"{code}X",
                region="143",
                time_zones=(ZONES[number % len(ZONES)],),
                official_languages=("ru", "en"),
            )
            for number, code in enumerate(codes)
        )
    )
    factories.add(Network(key="casc", name=factories.english("Network"), network_kind="prosecutors"))
    names = [f"{number:03}" for number in range(DESKS)]
    factories.add(
        *(
            factories.authority(f"office-{name}", jurisdiction_key=codes[number % STATES])
            for number, name in enumerate(names)
        )
    )
    factories.add(*(factories.focal_point(f"desk-{name}", f"office-{name}") for name in names))
    until = clock.now() + timedelta(days=DAYS)
    rotas = [DeskRota(focal_point_key=f"desk-{name}", zone="UTC", version=1, laid_out_until=until) for name in names]
    people = [person(f"desk-{name}", number) for name in names for number in range(3)]
    factories.add(*rotas, *people)
    factories.add(*(shift for one in people for shift in shifts(one)))


def person(desk: str, number: int) -> Account:
    """Return the account of one of the three people of a desk. `number` (0, 1 or 2) decides the role."""
    role = ("duty_officer", "deputy", "head")[number]
    return Account(
        email=f"{desk}-{number}@example.org",
        role=Role.PRACTITIONER,
        networks=[AccountNetwork(network_key="casc")],
        desks=[DeskMember(focal_point_key=desk, desk_role=role)],
    )


def shifts(one: Account) -> list[Shift]:
    """Return one shift of eight hours for each day, from yesterday on. The shifts of the people of a desk follow each
    other."""
    number, desk = int(one.email.split("@")[0][-1]), one.desks[0].focal_point_key
    first = clock.now().replace(hour=8 * number, minute=0, second=0, microsecond=0)
    starts = (first + timedelta(days=day) for day in range(-1, DAYS))
    return [
        Shift(focal_point_key=desk, account_id=one.id, starts_at=at, ends_at=at + timedelta(hours=8)) for at in starts
    ]


def measure(client: FlaskClient) -> dict[str, list[float]]:
    """Return a mapping from address to the processor seconds of each request. The addresses are requested in turn."""
    seconds: dict[str, list[float]] = {BOARD: [], EMPTY: []}
    for _ in range(ROUNDS):
        for address, taken in seconds.items():
            began = time.process_time()
            status = client.get(address).status_code
            taken.append(time.process_time() - began)
            assert status == 200, address
    return seconds


def statements(client: FlaskClient, address: str) -> int:
    """Return the number of SQL statements that an answer takes."""
    with counted_statements() as sent:
        client.get(address)
    return len(sent)


def main() -> int:
    """Print the table. Return 1 if the board takes at least MOST times as long as the empty page, otherwise 0."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder))
        with app.app_context():
            upgrade()
            fill()
            account = factories.account(Role.COORDINATOR, networks=["casc"])
            client = signed_in(app, account)
        seconds = measure(client)
        counts = {address: statements(client, address) for address in seconds}
        close(app)
    medians = {address: statistics.median(taken[1:]) * 1000 for address, taken in seconds.items()}
    for address, median in medians.items():
        print(f"{address:<20} {median:8.1f} ms {counts[address]:4} statements")
    times = medians[BOARD] / medians[EMPTY]
    print(f"{times:.2f} times, at most {MOST}")
    return int(times >= MOST)


if __name__ == "__main__":
    sys.exit(main())
