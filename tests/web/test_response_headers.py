"""Security headers on every kind of answer, and what is cached and compressed."""

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.home.frame import SECTIONS
from directory.vocabulary import Role
from directory.web.response_headers import HEADERS
from tests import factories
from tests.people import visit, with_token

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
    secure = client.get("/en/", base_url="https://localhost").headers

    assert secure["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Strict-Transport-Security" not in client.get("/en/").headers


def test_the_language_cookie_is_kept_from_scripts_and_over_https_from_plain_lines(client: FlaskClient) -> None:
    cookie = client.get("/ky/", base_url="https://localhost").headers["Set-Cookie"]

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


PUBLIC = ("/en/jurisdictions/KG", "/en/search?q=prosecutor", "/en/statistics", "/en/notices")


@pytest.mark.long(each=3)
@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_page_that_a_visitor_has_already_is_not_sent_again(client: FlaskClient, address: str, encoding: str) -> None:
    sent = {"Accept-Encoding": encoding}
    first, other = client.get(address, headers=sent), client.get(address.replace("/en", "/ky"), headers=sent)

    same = client.get(address, headers={**sent, "If-None-Match": first.headers["ETag"]})
    new = client.get(address, headers={**sent, "If-None-Match": other.headers["ETag"]})

    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert same.headers["Cache-Control"] == first.headers["Cache-Control"] == "no-cache"
    assert new.status_code == 200


OF_PEOPLE = (*PUBLIC, "/en/account", "/en/focal-points", "/en/search?q=<script>", "/en/nothing", "/api/v1/authorities")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.VISITOR])
def test_what_is_sent_to_a_person_is_kept_nowhere_and_not_compressed(site: Flask, role: Role) -> None:
    person = with_token(site, factories.account(role))

    for address in OF_PEOPLE:
        headers = person.get(address, headers={"Accept-Encoding": "gzip"}).headers

        assert headers["Cache-Control"] == "private, no-store", address
        assert "Content-Encoding" not in headers, address
        assert address.startswith("/api/") or "ETag" not in headers, address


def test_a_page_with_a_form_of_a_visitor_is_kept_nowhere_and_not_compressed(site: Flask) -> None:
    visitor = site.test_client()
    visit(visitor)

    headers = visitor.get("/en/account/sign-in", headers={"Accept-Encoding": "gzip"}).headers

    assert headers["Cache-Control"] == "private, no-store"
    assert "Content-Encoding" not in headers
    assert "ETag" not in headers
