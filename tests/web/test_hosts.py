"""The site answers under its own name alone: what else a request says of its host stands on no page."""

from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import copy_of, make_app

OWN = "https://counterpart.example"
FOREIGN = ("http://evil.example", "http://counterpart.example.evil.example", "http://192.0.2.1", "http://evil:80")


@pytest.fixture(scope="module")
def public(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return make_app(copy_of(few_states, tmp_path_factory.mktemp("hosts") / "data"), site_address=OWN)


@pytest.mark.parametrize("address", [OWN, "http://counterpart.example:8000", "http://localhost:8000"])
@pytest.mark.parametrize("path", ["/en/treaties", "/api/v1/treaties"])
def test_pages_and_answers_are_given_at_the_sites_own_host(public: Flask, address: str, path: str) -> None:
    assert public.test_client().get(path, base_url=address).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "LOCALHOST"])
def test_a_machine_reaches_itself_by_any_of_its_names(public: Flask, host: str) -> None:
    assert public.test_client().get("/en/treaties", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("address", FOREIGN)
@pytest.mark.parametrize("path", ["/en/treaties", "/api/v1/treaties", "/en/account/sign-in", "/en/nowhere"])
def test_another_host_is_refused_and_has_no_page_made_or_kept(public: Flask, address: str, path: str) -> None:
    client, kept = public.test_client(), public.extensions["cache_store"]
    for own in ("/en/treaties", "/en/account/sign-in", "/en/nowhere"):
        client.get(own)
    before = set(kept._entries)

    answer = client.get(path, base_url=address)

    assert answer.status_code == 400
    assert set(kept._entries) == before


@pytest.mark.parametrize("host", ["a b", "evil.example/x", "[::1", "a@b", "-", ""])
def test_a_host_that_is_none_is_refused_and_no_fault(public: Flask, host: str) -> None:
    answer = public.test_client().get("/en/treaties", headers={"Host": host})

    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_whoever_asks_for_health_names_the_machine_as_they_like(public: Flask, path: str) -> None:
    answer = public.test_client().get(path, base_url="http://10.0.0.7:8000")

    assert answer.status_code in {200, 503}
