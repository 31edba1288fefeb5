"""No address and no server leads the site into a private network, or keeps it waiting."""

import gzip
import socket
from collections.abc import Iterator

import pytest

from directory.sources.fetching import LARGEST_BYTES, Fetcher
from directory.sources.public_hosts import Endpoint, FetchRefusal, FetchRefused, endpoint_of, is_public
from directory.sources.robots import is_allowed
from tests.sources.web import Answer, Web, serving

PAGE = "http://law.example.org/page"


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def fetcher(web: Web) -> Iterator[Fetcher]:
    with serving(web, seconds=1) as fetcher:
        yield fetcher


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", FetchRefusal.SCHEME),
        ("ftp://law.example.org/", FetchRefusal.SCHEME),
        ("//law.example.org/", FetchRefusal.SCHEME),
        ("http:///page", FetchRefusal.SCHEME),
        ("http://law.example.org:8080/", FetchRefusal.PORT),
        ("http://law.example.org:99999/", FetchRefusal.SCHEME),
        ("http://user@law.example.org/", FetchRefusal.USER),
        ("http://127.0.0.1/", FetchRefusal.PRIVATE),
        ("http://0/", FetchRefusal.PRIVATE),
        ("http://2130706433/", FetchRefusal.PRIVATE),
        ("http://0x7f.1/", FetchRefusal.PRIVATE),
        ("http://localhost/", FetchRefusal.PRIVATE),
        ("http://10.0.0.8/", FetchRefusal.PRIVATE),
        ("http://172.16.0.1/", FetchRefusal.PRIVATE),
        ("http://192.168.1.1/", FetchRefusal.PRIVATE),
        ("http://100.64.0.1/", FetchRefusal.PRIVATE),
        ("http://169.254.169.254/latest/meta-data/", FetchRefusal.PRIVATE),
        ("http://[::1]/", FetchRefusal.PRIVATE),
        ("http://[fe80::1]/", FetchRefusal.PRIVATE),
        ("http://[fd00::8]/", FetchRefusal.PRIVATE),
        ("http://[::ffff:127.0.0.1]/", FetchRefusal.PRIVATE),
        ("http://[::127.0.0.1]/", FetchRefusal.PRIVATE),
        ("http://[64:ff9b::7f00:1]/", FetchRefusal.PRIVATE),
        ("http://[2002:7f00:1::]/", FetchRefusal.PRIVATE),
        ("http://[2001:0:7f00:1::]/", FetchRefusal.PRIVATE),
    ],
)
def test_an_address_outside_the_public_web_is_refused(address: str, reason: FetchRefusal) -> None:
    with pytest.raises(FetchRefused) as refused:
        Fetcher().fetch(address)

    assert refused.value.reason is reason


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_an_address_of_the_public_internet_is_public(address: str) -> None:
    assert is_public(address)


def test_a_host_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses)

    with pytest.raises(FetchRefused) as refused:
        endpoint_of("law.example.org", 80)

    assert refused.value.reason is FetchRefusal.PRIVATE


def test_a_name_is_looked_up_once_for_a_request(web: Web) -> None:
    """A name that changes its address after the check leads nowhere else."""
    looked_up = []
    web.put(PAGE, "Article 5")
    with serving(web) as fetcher:
        found = fetcher.endpoints

        def look_up(host: str, port: int) -> Endpoint:
            looked_up.append(host)
            return found(host, port)

        page = Fetcher(look_up).fetch(PAGE)

    assert (page.status, looked_up) == (200, ["law.example.org"])


def test_a_redirect_is_followed_and_a_permanent_one_tells_the_new_address(web: Web, fetcher: Fetcher) -> None:
    web.redirect(PAGE, "/new")
    web.put("http://law.example.org/new", "Article 5")

    page = fetcher.fetch(PAGE)

    assert (page.status, page.moved_to) == (200, "http://law.example.org/new")


def test_a_temporary_redirect_is_no_move(web: Web, fetcher: Fetcher) -> None:
    web.redirect(PAGE, "/new", status=302)
    web.put("http://law.example.org/new", "Article 5")

    assert fetcher.fetch(PAGE).moved_to == ""


def test_a_redirect_into_a_private_network_is_refused(web: Web) -> None:
    web.redirect(PAGE, "http://127.0.0.1/admin")
    with serving(web) as fetcher:

        def look_up(host: str, port: int) -> Endpoint:
            return fetcher.endpoints(host, port) if host == "law.example.org" else endpoint_of(host, port)

        with pytest.raises(FetchRefused) as refused:
            Fetcher(look_up).fetch(PAGE)

    assert refused.value.reason is FetchRefusal.PRIVATE


@pytest.mark.parametrize("target", ["http://[x", "//[::1", "file:///etc/passwd"])
def test_a_redirect_to_no_web_address_is_refused(web: Web, fetcher: Fetcher, target: str) -> None:
    web.redirect(PAGE, target)

    with pytest.raises(FetchRefused) as refused:
        fetcher.fetch(PAGE)

    assert refused.value.reason is FetchRefusal.SCHEME


@pytest.mark.parametrize("host", ["law..example.org", f"{'x' * 64}.example.org"])
def test_a_name_that_no_host_can_have_has_no_answer(host: str) -> None:
    with pytest.raises(OSError, match="No host"):
        Fetcher().fetch(f"http://{host}/")


def test_a_circle_of_redirects_is_refused(web: Web, fetcher: Fetcher) -> None:
    web.redirect(PAGE, PAGE)

    with pytest.raises(FetchRefused) as refused:
        fetcher.fetch(PAGE)

    assert refused.value.reason is FetchRefusal.REDIRECTS


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(b"x" * (LARGEST_BYTES + 1)), FetchRefusal.SIZE),
        (Answer(gzip.compress(b"x" * 50_000_000), headers={"Content-Encoding": "gzip"}), FetchRefusal.ENCODING),
    ],
    ids=["too large", "packed"],
)
def test_an_answer_beyond_the_limits_is_refused(
    web: Web, fetcher: Fetcher, answer: Answer, reason: FetchRefusal
) -> None:
    web.pages[PAGE] = answer

    with pytest.raises(FetchRefused) as refused:
        fetcher.fetch(PAGE)

    assert refused.value.reason is reason


def test_a_server_that_never_ends_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        fetcher = Fetcher(lambda host, _port: Endpoint(host, "127.0.0.1", port), seconds=0.2)

        with pytest.raises(FetchRefused) as refused:
            fetcher.fetch(PAGE)

    assert refused.value.reason is FetchRefusal.TIME


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (Answer(b"User-agent: *\nDisallow: /page"), False),
        (Answer(b"User-agent: Counterpart\nDisallow: /"), False),
        (Answer(b"User-agent: *\nDisallow: /private"), True),
        (Answer(status=404), True),
        (Answer(status=503), False),
        (Answer(b"User-agent: *\nCrawl-delay: " + b"9" * 5_000), False),
        (Answer("User-agent: *\nRequest-rate: ²/²".encode()), False),
    ],
    ids=[
        *("page forbidden", "site forbidden", "other page forbidden", "no rules", "rules cannot be read"),
        *("endless number", "no number"),
    ],
)
def test_what_a_site_forbids_is_not_asked_for(web: Web, fetcher: Fetcher, rules: Answer, allowed: bool) -> None:
    web.pages["http://law.example.org/robots.txt"] = rules

    assert is_allowed(fetcher, PAGE) is allowed
