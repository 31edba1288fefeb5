"""`flask atlas table`: no part of any answer is empty."""

from itertools import permutations

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from directory.atlas.question import Offence
from directory.atlas.table import NONE_KNOWN, NOT_KNOWN, TableRow, list_pairs, partners, rows
from directory.vocabulary import MEASURES

CASC = ("AM", "AZ", "GE", "KG", "KZ", "TJ", "TM", "UZ")
PARTNERS = ("RU", "BY", "UA", "MD", "TR", "DE", "FR", "GB", "US", "CN", "JP", "AE", "EG", "PH", "KH")


@pytest.fixture(scope="module")
def table(app: Flask) -> dict[str, TableRow]:
    with app.app_context():
        return {row.pair: row for row in rows(list_pairs(), "hearing_witness", Offence("tip"), "en")}


def test_it_holds_every_pair_of_the_network_and_each_with_each_partner_both_ways(table: dict[str, TableRow]) -> None:
    own = {f"{one} > {other}" for one, other in permutations(CASC, 2)}
    both_ways = {pair for one in CASC for other in PARTNERS for pair in (f"{one} > {other}", f"{other} > {one}")}

    assert table.keys() == own | both_ways
    assert partners() == list(PARTNERS)


def test_every_row_says_something_on_every_part(table: dict[str, TableRow]) -> None:
    assert [row.pair for row in table.values() if row.empty_parts] == []
    assert all("art. " in row.channels for row in table.values() if "[basis]" in row.basis)


def test_an_authority_is_named_wherever_one_is_known(table: dict[str, TableRow]) -> None:
    unknown = {row.pair.rpartition(" ")[2] for row in table.values() if row.authority == NONE_KNOWN}

    assert unknown == set()


def test_languages_are_not_known_rather_than_guessed(table: dict[str, TableRow]) -> None:
    assert table["DE > KZ"].languages == NOT_KNOWN
    assert table["KZ > EG"].languages == NOT_KNOWN


@pytest.mark.parametrize(
    ("pair", "measure", "offence", "basis"),
    [
        (("FR", "KZ"), "hearing_witness", Offence(max_penalty_years=1), "on a request based on reciprocity"),
        (("KG", "EG"), "hearing_witness", Offence(max_penalty_years=1), "without a treaty is not known: ask."),
        # Whether Kyrgyzstan takes UNTOC as a basis (16(4) to (6)) is not known.
        (("DE", "KG"), "extradition", Offence("tip"), "UNTOC (Palermo Convention) [conditional]"),
    ],
)
def test_without_a_treaty_a_route_is_stated_or_whom_to_ask(
    context: None, pair: tuple[str, str], measure: str, offence: Offence, basis: str
) -> None:
    [row] = rows([pair], measure, offence, "en")

    assert basis in row.basis


def test_the_command_counts_the_pairs_and_those_with_an_empty_part(small_app: Flask) -> None:
    ended = small_app.test_cli_runner().invoke(args=["atlas", "table"])

    assert ended.exit_code == 0
    assert "KZ > KG | " in ended.output
    assert "Atlas: 170 pairs, 0 with an empty part." in ended.output


@pytest.mark.long
@pytest.mark.parametrize("measure", ["extradition", "hearing_witness"])
def test_the_command_ends_with_0(app: Flask, measure: str) -> None:
    runner: FlaskCliRunner = app.test_cli_runner()

    ended = runner.invoke(args=["atlas", "table", "--measure", measure])

    assert ended.exit_code == 0
    assert "Atlas: 296 pairs, 0 with an empty part." in ended.output


def test_a_measure_that_is_none_is_refused(app: Flask) -> None:
    ended = app.test_cli_runner().invoke(args=["atlas", "table", "--measure", "hypnosis"])

    assert ended.exit_code == 2
    assert all(measure in ended.output for measure in list(MEASURES)[:3])
