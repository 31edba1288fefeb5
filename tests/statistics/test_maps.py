"""Maps: small, of all States, neutral where frontiers are disputed, and beside a table that says the same."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from directory.statistics import shapes
from directory.statistics.shapes.geometry import area, cut, holds, middle_of, simplified
from tests.html import Element, parse

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]


def state_of(link: Element) -> str:
    return str(link["href"]).rpartition("/")[2]


def flat(x: float, y: float) -> tuple[float, float]:
    return x, y


@pytest.mark.parametrize(("address", "most_bytes"), [("/en/statistics/map", 60_000), ("/en/statistics", 25_000)])
def test_a_map_weighs_little(client: FlaskClient, address: str, most_bytes: int) -> None:
    [drawn] = re.findall(r"<svg viewBox.*?</svg>\s*<figcaption>", client.get(address).text, re.DOTALL)

    assert len(gzip.compress(drawn.encode(), 6)) < most_bytes


def test_every_state_of_the_world_map_is_drawn_once_and_what_has_no_code_is_named_nowhere() -> None:
    codes = [shape.code for shape in shapes.read("world").shapes]

    assert len(codes) == len(set(codes))
    assert {"SG", "MT", "BH", "KG", "NR"} <= set(codes)
    assert "XK" not in codes


def test_the_region_shows_every_member_of_the_home_network_with_a_link_and_its_letters(client: FlaskClient) -> None:
    figure = parse(client.get("/en/statistics")).one("figure.map.region")

    linked = [state_of(link) for link in figure.all('a[href^="/en/jurisdictions/"]') if ": " in str(link["aria-label"])]
    assert sorted(linked) == ["AM", "AZ", "GE", "KG", "KZ", "TJ", "TM", "UZ"]
    assert sorted(letters.text for letters in figure.all("text")) == sorted(linked)
    assert "imply no opinion on the legal status" in figure.text


def test_the_map_of_the_first_page_is_light_and_lists_what_it_shows(client: FlaskClient) -> None:
    page = client.get("/en/").text

    figure = page.split('<figure class="map listed">')[1].split("</figure>")[0]
    drawn, listed = figure.split("</svg>", 1)
    on_map, in_list = (re.findall(r'href="/en/jurisdictions/(\w\w)"', part) for part in (drawn, listed))
    assert sorted(on_map) == sorted(in_list) == ["AM", "AZ", "GE", "KG", "KZ", "TJ", "TM", "UZ"]
    assert 'aria-hidden="true"' in drawn
    assert drawn.count('tabindex="-1"') == len(on_map)
    assert "imply no opinion on the legal status" in listed
    assert len(gzip.compress(drawn.encode(), 6)) < 4_000
    assert len(gzip.compress(page.encode(), 6)) < 12_000


def test_every_state_that_the_map_links_stands_in_its_table_and_no_other(client: FlaskClient) -> None:
    page = parse(client.get("/en/statistics/map"))

    states = '[href^="/en/jurisdictions/"]'
    on_map, in_table = ({state_of(a) for a in page.one(part).all(f"a{states}")} for part in ("figure", "table"))
    # The Union has no shape of its own.
    assert in_table - on_map <= {"EU"}
    assert on_map <= in_table


def test_a_line_keeps_its_ends_and_what_is_far_from_them() -> None:
    assert simplified([(0, 0), (5, 0.5), (10, 0)], flat, 1) == [(0, 0), (10, 0)]
    assert simplified([(0, 0), (5, 2), (10, 0)], flat, 1) == [(0, 0), (5, 2), (10, 0)]


def test_a_ring_is_cut_at_an_edge() -> None:
    left = cut(SQUARE, ((0, 4, -1),))

    assert area(left) == 40
    assert cut(SQUARE, ((0, 11, 1),)) == []


def test_the_middle_of_a_ring_and_what_it_holds() -> None:
    assert middle_of(SQUARE) == (5, 5)
    assert middle_of([(3.0, 4.0)]) == (3, 4)
    assert holds(SQUARE, (5, 5))
    assert not holds(SQUARE, (11, 5))
