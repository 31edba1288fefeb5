"""Facet values that no entry has are shown, but nothing is kept for them: anybody can invent them."""

from flask import Flask

from tests.html import parse


def kept(app: Flask) -> int:
    return len(app.extensions["cache_store"]._entries)


def test_unknown_facet_values_fill_no_cache(app: Flask) -> None:
    _ask_invented(app, 0)
    before = kept(app)

    for number in range(1, 5):
        _ask_invented(app, number)

    assert kept(app) == before


def _ask_invented(app: Flask, number: int) -> None:
    for name in ("jurisdiction", "network", "treaty", "accepts", "kind"):
        address = f"/en/search?q=prosecutor&{name}=invented-{number}"
        assert app.test_client().get(address).status_code == 200


def test_an_unknown_facet_value_is_named_and_can_be_removed(app: Flask) -> None:
    page = parse(app.test_client().get("/en/search?q=prosecutor&network=invented"))

    assert "invented" in page.one("main ul.chips").text
