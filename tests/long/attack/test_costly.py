"""What costs much is refused after a while, and another reader is answered meanwhile: how soon is printed (row 34)."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import Server, copy_of
from tests.long.faults.load import Answer, Load, ask

SECONDS, ATTACKERS, WARM_UP = 10, 4, 6
NUMBERS = count(1)
Attack = Callable[[int, Mapping[str, str]], Answer]
# As long as the server takes an address.
LONGEST = 3_900
WORDS = "+".join(f"prosecuter{number}" for number in range(400))[:LONGEST]
DIGITS = ("1-" * LONGEST)[:LONGEST]


def proxied(address: str) -> dict[str, str]:
    """Return what the proxy says of a request from an address."""
    return {"X-Forwarded-For": address, "X-Forwarded-Proto": "https"}


def read_elsewhere(port: int) -> Answer:
    """Read a page, each time from another address."""
    return ask(port, "GET", "/en/jurisdictions/KG", proxied(f"203.0.113.{next(NUMBERS) % 250}"), None)


def signing_in(port: int, attacker: Mapping[str, str]) -> Answer:
    """Open the form as well: the token of another one would be refused before a password is judged."""
    page = ask(port, "GET", "/en/account/sign-in", attacker, None)
    if page.status != 200:
        return page
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    headers = {
        **attacker,
        "Cookie": page.headers["Set-Cookie"].split(";")[0],
        "Referer": f"https://127.0.0.1:{port}/en/account/sign-in",
    }
    form = {
        "csrf_token": token,
        "email": f"nobody-{next(NUMBERS)}@example.org",
        "password": "one of several plain words",
    }
    return ask(port, "POST", "/en/account/sign-in", headers, form)


def reading(*addresses: str) -> Attack:
    def read(port: int, attacker: Mapping[str, str]) -> Answer:
        address = addresses[next(NUMBERS) % len(addresses)]
        return ask(port, "GET", address.replace("NUMBER", str(next(NUMBERS))), attacker, None)

    return read


ATTACKS: dict[str, Attack] = {
    "passwords": signing_in,
    "long questions": reading(f"/en/search?q={WORDS}+NUMBER", f"/api/v1/search?q={WORDS}+NUMBER"),
    "huge pages": reading(
        "/api/v1/authorities?per_page=1000000000&page=NUMBER",
        "/en/search?page=99999999&per_page=NUMBER99999999",
        f"/api/v1/authorities?{'jurisdiction=KG&' * 240}page=NUMBER",
    ),
    "cards as PDF": reading("/en/jurisdictions/KG.pdf?x=NUMBER", "/ar/jurisdictions/KZ.pdf?x=NUMBER"),
    "one long word": reading(f"/en/search?q={DIGITS}NUMBER", f"/en/search?q={'a' * LONGEST}NUMBER"),
}


@pytest.fixture(scope="module")
def site(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("costly") / "data"))
    server.environment |= {"TRUSTED_PROXIES": "1", "READS_PER_MINUTE": "60"}
    server.start()
    yield server
    server.stop()


@pytest.mark.alone
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_costs_much_is_refused_and_others_are_answered_meanwhile(site: Server, attack: str) -> None:
    load, others, answers = Load(), Load(), Counter[int]()
    attacker = proxied(f"198.51.100.{list(ATTACKS).index(attack)}")
    for _ in range(WARM_UP):
        ATTACKS[attack](site.port, attacker)
    for _ in range(ATTACKERS):
        load.add(lambda: ATTACKS[attack](site.port, attacker), lambda answer: answers.update([answer.status]))
    others.add(lambda: read_elsewhere(site.port), lambda _answer: None, pause_seconds=0.2)

    with load, others:
        load.wait_for(SECONDS)
        load.wait_until(lambda: answers[429] > 0)

    waited = sorted(others.milliseconds)
    sys.stdout.write(
        f"{attack}: {sum(answers.values())} tries, {answers[429]} refused as too many, {answers[503]} to come again; "
        "a reader meanwhile: "
        f"{len(waited)} pages, p95 {waited[len(waited) * 95 // 100]:.0f} ms, load {os.getloadavg()[0]:.1f}"
    )
    assert set(others.statuses) == {200}
    assert not {status for status in answers if status >= 500} - {503}
