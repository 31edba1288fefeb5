"""The site behind nginx as docs/deployment configures it: who is believed, what is counted, kept and logged."""

import http.client
import ssl
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse
from pathlib import Path

import pytest

from directory.i18n import LANGUAGES
from directory.vocabulary import Audience, Role
from tests import factories
from tests.conftest import Server, close, copy_of, make_app
from tests.html import parse
from tests.long.faults.proxy import BEHIND_IT, Proxy, free_port
from tests.people import cookie_of, signed_in

READS = 40
PAGE, PRIVATE = "/en/authorities/test-authority", "+996 312 000 017"
SLOW_CLIENTS = 20
KEEP_EVERYTHING = "proxy_cache everything; proxy_cache_valid any 10m; add_header X-Kept $upstream_cache_status always;"


@pytest.fixture(scope="module")
def cookie(few_states: Path, data: Path) -> str:
    """Return the cookie of a practitioner, who may read a number that others may not."""
    app = make_app(data)
    with app.app_context():
        factories.add(factories.authority(), factories.contact(PRIVATE, audience=Audience.PRACTITIONERS))
        value = cookie_of(signed_in(app, factories.account(Role.PRACTITIONER, jurisdiction_key="KG")))
    close(app)
    return f"__Host-session={value}"


@pytest.fixture(scope="module")
def data(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(few_states, tmp_path_factory.mktemp("behind") / "data")


@pytest.fixture(scope="module")
def site(cookie: str, data: Path) -> Iterator[Server]:
    """Return a site of one worker that believes one proxy."""
    site = Server(data, workers=1)
    site.environment |= BEHIND_IT
    site.environment |= {"READS_PER_MINUTE": str(READS)}
    site.start()
    yield site
    site.stop()


@pytest.fixture
def proxy(site: Server) -> Iterator[Proxy]:
    with Proxy(site.port) as proxy:
        yield proxy


def test_a_page_comes_over_https_with_the_headers_of_the_site(proxy: Proxy) -> None:
    answer = proxy.ask("/en/", "127.0.1.1")

    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Server"] == "nginx"


@pytest.mark.parametrize(("address", "status"), [("/en/help", 301), ("/api/v1/networks", 403)])
def test_in_clear_people_are_led_to_https_and_programs_refused(proxy: Proxy, address: str, status: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain_port, timeout=10)
    connection.request("GET", address, headers={"Host": "counterpart.example"})
    answer = connection.getresponse()
    connection.close()

    assert answer.status == status
    assert answer.getheader("Location") == (f"https://counterpart.example{address}" if status == 301 else None)


def test_another_name_is_given_nothing(proxy: Proxy) -> None:
    with pytest.raises(ssl.SSLError):
        proxy.connect(name="evil.example")


def test_what_a_client_says_of_its_way_is_not_believed(proxy: Proxy) -> None:
    said = {"X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "http", "X_Forwarded_Prefix": "/evil"}

    answer = proxy.ask("/en/account", "127.0.1.2", **said)

    assert answer.status == 303
    assert "evil" not in answer.headers["Location"]
    assert "Strict-Transport-Security" in answer.headers


def test_an_address_is_counted_as_it_is_and_not_as_it_says(proxy: Proxy) -> None:
    def asked(source: str, count: int) -> Counter[int]:
        answers = (proxy.ask("/en/help", source, X_Forwarded_For=f"192.0.2.{n}") for n in range(count))
        return Counter(answer.status for answer in answers)

    first = asked("127.0.2.1", READS + 15)
    second = asked("127.0.2.2", 1)

    # A minute may end between two of them.
    assert first[429] > 0
    assert second == {200: 1}


def test_a_burst_is_answered_429_by_nginx_and_costs_the_site_nothing(proxy: Proxy) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: proxy.ask("/healthz", "127.0.3.1"), range(300)))

    statuses = Counter(answer.status for answer in answers)
    print(f"300 requests in a burst: {dict(statuses)}")
    assert set(statuses) == {200, 429}
    assert all("nginx" in text_of(answer) for answer in answers if answer.status == 429)


def test_slow_clients_hold_no_worker(proxy: Proxy) -> None:
    half = b"POST /en/account/sign-in HTTP/1.1\r\nHost: counterpart.example\r\nContent-Length: 1000\r\n"
    connections = []
    for number in range(SLOW_CLIENTS):
        connection = proxy.connect("127.0.4.1")
        connection.sendall(half if number % 2 else half + b"\r\nemail=")
        connections.append(connection)

    statuses = {proxy.ask("/en/", "127.0.4.2").status for _ in range(5)}

    for connection in connections:
        connection.close()
    assert statuses == {200}


def test_no_word_of_a_search_and_no_address_is_written_down(proxy: Proxy) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: proxy.ask("/en/search?q=zwqxvsecret", "127.0.5.1"), range(200)))

    assert "zwqxvsecret" not in proxy.written()
    assert "127.0.5.1" not in proxy.written()


def test_a_cache_that_keeps_what_it_may_keeps_nothing_of_a_person(site: Server, cookie: str) -> None:
    with Proxy(site.port, more=KEEP_EVERYTHING) as proxy:
        own = [proxy.ask(PAGE, "127.0.6.1", Cookie=cookie) for _ in range(2)]
        of_others = proxy.ask(PAGE, "127.0.6.2")
        style = text_of(of_others).split('rel="stylesheet" href="')[1].split('"')[0]
        kept = [proxy.ask(style, "127.0.6.2").headers["X-Kept"] for _ in range(2)]
        written = proxy.written()

    assert all(PRIVATE in text_of(answer) for answer in own)
    assert of_others.status == 200
    assert PRIVATE not in text_of(of_others)
    assert "HIT" not in {answer.headers["X-Kept"] for answer in (*own, of_others)}
    assert kept == ["MISS", "HIT"]
    assert PRIVATE not in written


def test_while_no_node_answers_people_read_so_in_every_language() -> None:
    with Proxy(free_port()) as proxy:
        answer = proxy.ask("/ru/atlas?urgent=1")

    assert (answer.status, answer.headers["Cache-Control"]) == (502, "no-store")
    assert {one["lang"]: one["dir"] for one in parse(text_of(answer)).all("p")} == {
        code: language.direction for code, language in LANGUAGES.items()
    }


def text_of(answer: HTTPResponse) -> str:
    return str(answer.text)  # type: ignore[attr-defined]
