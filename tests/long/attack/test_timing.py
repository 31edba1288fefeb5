"""Known and unknown addresses take the same time (THREATS.md, row 4): medians and ranks of answers that alternate."""

import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest

from directory.app import create_app
from directory.config import Config
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, people
from tests.conftest import ENCRYPTION_KEY, SECRET, Server, close, copy_of

TRIES = 60
WARM_UP = 3
MOST_DIFFERENCE_MILLISECONDS = 10
ADDRESSES = count(1)


@pytest.fixture(scope="module")
def site(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = copy_of(few_states, tmp_path_factory.mktemp("timing") / "data")
    # Passwords are hashed at the cost of the real site, as no app of the tests does it.
    app = create_app(Config(SECRET, (ENCRYPTION_KEY,), folder))
    with app.app_context():
        for number in range(TRIES + WARM_UP):
            for kind in ("known", "ended"):
                account = factories.account(
                    Role.PRACTITIONER, jurisdiction_key="KG", email=f"{kind}-{number}@example.org"
                )
                people.give_password(account)
                if kind == "ended":
                    with committing():
                        account.active = False
    close(app)
    server = Server(folder, workers=1)
    server.environment["TRUSTED_PROXIES"] = "1"
    server.start()
    yield server
    server.stop()


class Asker:
    """Sends the forms of visitors, each from an address of its own, and times the answers."""

    def __init__(self, site: Server) -> None:
        self.connection = HTTPConnection("127.0.0.1", site.port)

    def ask(self, path: str, form: dict[str, str]) -> tuple[float, int, str]:
        number = next(ADDRESSES)
        headers = {"X-Forwarded-For": f"198.51.{number // 250}.{number % 250}", "X-Forwarded-Proto": "https"}
        page, cookie = self._send("GET", path, headers)
        token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
        headers |= {
            "Cookie": cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"https://127.0.0.1:{self.connection.port}{path}",
        }
        body = urlencode(form | {"csrf_token": token})
        began = time.perf_counter()
        self.connection.request("POST", path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        return (time.perf_counter() - began) * 1000, answer.status, text

    def _send(self, method: str, path: str, headers: dict[str, str]) -> tuple[str, str]:
        self.connection.request(method, path, headers=headers)
        answer = self.connection.getresponse()
        return answer.read().decode(), "; ".join(
            cookie.split(";")[0] for cookie in answer.headers.get_all("Set-Cookie", [])
        )


def signing_in(email: str) -> dict[str, str]:
    return {"email": email, "password": "a wrong one of many words"}


def resetting(email: str) -> dict[str, str]:
    return {"email": email}


def ranks(left: list[float], right: list[float]) -> float:
    """Return how far the ranks of two samples are apart, in standard deviations of chance (Mann and Whitney)."""
    wins = sum((one > other) + (one == other) / 2 for one in left for other in right)
    n, m = len(left), len(right)
    return float((wins - n * m / 2) / ((n * m * (n + m + 1) / 12) ** 0.5))


@pytest.mark.parametrize(
    ("path", "form"), [("/en/account/sign-in", signing_in), ("/en/account/reset", resetting)], ids=["sign-in", "reset"]
)
@pytest.mark.parametrize("kind", ["known", "ended"])
def test_a_known_address_takes_as_long_as_an_unknown_one(
    site: Server, path: str, form: Callable[[str], dict[str, str]], kind: str
) -> None:
    asker, times, answers = Asker(site), {kind: [], "unknown": []}, set()  # type: ignore[var-annotated]

    for number in range(TRIES + WARM_UP):
        for who in (kind, "unknown") if number % 2 else ("unknown", kind):
            email = f"{who}-{number}@example.org"
            took, status, text = asker.ask(path, form(email))
            answers.add((status, re.sub(r'value="[^"]*"', "", text.replace(email, ""))))
            if number >= WARM_UP:
                times[who].append(took)

    medians = {who: round(statistics.median(each), 2) for who, each in times.items()}
    apart = ranks(times[kind], times["unknown"])
    sys.stdout.write(f"\n{path} {kind}: medians in ms {medians}, ranks {apart:.2f} standard deviations apart")
    assert len(answers) == 1
    assert abs(medians[kind] - medians["unknown"]) < MOST_DIFFERENCE_MILLISECONDS, medians
