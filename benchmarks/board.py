"""The board beside an empty signed-in page: `python -m benchmarks.board`.

500 desks in 50 States and five zones, each with a rota of three people laid out for 60 days, are
made in a folder that goes again. A coordinator then asks for the first 50 desks and for an empty
list of proposals in turn, through the whole app but without a network. The medians of processor time are compared,
which other work on the machine hardly touches.
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
    """Store the desks with their people and shifts."""
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
    """Return one of the three who staff a desk."""
    role = ("duty_officer", "deputy", "head")[number]
    return Account(
        email=f"{desk}-{number}@example.org",
        role=Role.PRACTITIONER,
        networks=[AccountNetwork(network_key="casc")],
        desks=[DeskMember(focal_point_key=desk, desk_role=role)],
    )


def shifts(one: Account) -> list[Shift]:
    """Return a shift of eight hours for each day, the next person's after the one before."""
    number, desk = int(one.email.split("@")[0][-1]), one.desks[0].focal_point_key
    first = clock.now().replace(hour=8 * number, minute=0, second=0, microsecond=0)
    starts = (first + timedelta(days=day) for day in range(-1, DAYS))
    return [
        Shift(focal_point_key=desk, account_id=one.id, starts_at=at, ends_at=at + timedelta(hours=8)) for at in starts
    ]


def measure(client: FlaskClient) -> dict[str, list[float]]:
    """Return the seconds of each address, asked in turn."""
    seconds: dict[str, list[float]] = {BOARD: [], EMPTY: []}
    for _ in range(ROUNDS):
        for address, taken in seconds.items():
            began = time.process_time()
            status = client.get(address).status_code
            taken.append(time.process_time() - began)
            assert status == 200, address
    return seconds


def statements(client: FlaskClient, address: str) -> int:
    """Return how many SQL statements an answer takes."""
    with counted_statements() as sent:
        client.get(address)
    return len(sent)


def main() -> int:
    """Print the table; return 1 where the board takes too long."""
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
