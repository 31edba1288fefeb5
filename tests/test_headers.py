"""Security headers on every kind of answer, and what is cached and compressed."""

import gzip

import pytest
from flask.testing import FlaskClient

from directory.headers import HEADERS
from directory.home.presenters import SECTIONS

EVERY_KIND = ["/en/", "/api/v1/search?q=x", "/en/nothing", "/api/v1/nothing", "/healthz", "/", "/static/0/style.css"]


@pytest.mark.parametrize("address", EVERY_KIND)
def test_every_answer_carries_the_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers

    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "Server" not in headers or "Werkzeug" not in headers["Server"]


def test_the_content_policy_allows_nothing_inline_and_nothing_foreign() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


def test_over_https_the_browser_is_told_to_stay_with_it_for_a_year(client: FlaskClient) -> None:
    secure = client.get("/en/", base_url="https://counterpart.example").headers

    assert secure["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Strict-Transport-Security" not in client.get("/en/").headers


def test_the_language_cookie_is_kept_from_scripts_and_over_https_from_plain_lines(client: FlaskClient) -> None:
    cookie = client.get("/ky/", base_url="https://counterpart.example").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" in cookie


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.package)
def test_pages_are_compressed_for_who_takes_it_and_read_the_same(client: FlaskClient, section: object) -> None:
    address = f"/en/{section.package.replace('_', '-')}"

    plain, packed = client.get(address), client.get(address, headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data)[:200] == plain.data[:200]
    assert len(packed.data) < len(plain.data) / 3


def test_a_static_file_is_kept_for_a_year_under_the_address_of_its_content(client: FlaskClient) -> None:
    page = client.get("/en/").text
    address = page.split('href="/static/')[1].split('"')[0]

    current, other = client.get(f"/static/{address}"), client.get(f"/static/0/{address.split('/')[1]}")

    assert "immutable" in current.headers["Cache-Control"]
    assert "immutable" not in other.headers["Cache-Control"]
