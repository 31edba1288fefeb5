"""Each collected fact on the States of the home network stands where a practitioner looks for it.

`casc_facts.csv` has a row for each: the sheet of its `states` (a measure, or `general`), the `fields` of the sheet that
it answers, and the `page` on which one looks for its topic. On both its `words` are read, on the page `words_on_page`
where these are given.
"""

import csv
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from directory.seeding.load import FOLDER
from tests.html import Element, parse

COLLECTED = 256
APART = " | "
ISOLATES = str.maketrans({"\N{FIRST STRONG ISOLATE}": "", "\N{POP DIRECTIONAL ISOLATE}": "", "\N{NO-BREAK SPACE}": " "})


@dataclass(frozen=True)
class CollectedFact:
    """One row of the table. `sheet` and `fields` are empty for a fact that stands with a treaty alone."""

    fact: str
    topic: str
    states: tuple[str, ...]
    sheet: str
    fields: tuple[str, ...]
    words: tuple[str, ...]
    page: str
    words_on_page: tuple[str, ...]


def facts() -> Iterator[CollectedFact]:
    with Path(__file__).with_name("casc_facts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words, there = (tuple(filter(None, row[name].split(APART))) for name in ("words", "words_on_page"))
            states, fields = tuple(row["states"].split()), tuple(row["fields"].split("; "))
            yield CollectedFact(
                row["fact"], row["topic"], states, row["sheet"], fields, words, row["page"], there or words
            )


FACTS = tuple(facts())
TOPICS = sorted({one.topic for one in FACTS})
Pages = Callable[[str], Element]


@pytest.fixture(scope="module")
def page(app: Flask) -> Pages:
    """Return a function that asks for a page once."""
    client = app.test_client()

    @cache
    def asked(address: str) -> Element:
        answer = client.get(address)
        assert answer.status_code == 200, address
        return parse(answer).one("main")

    return asked


def missing(words: Collection[str], text: str) -> list[str]:
    shown = text.translate(ISOLATES)
    return [one for one in words if one not in shown]


def fields_of(sheet: Element, labels: Collection[str]) -> str:
    """Return what a sheet says on the fields with these labels."""
    told, label = "", ""
    for line in sheet.all("dl.facts > *"):
        label = line.text if line.tag == "dt" else label
        told += f" {line.text}" if line.tag == "dd" and label in labels else ""
    return told


def test_every_collected_fact_has_one_row_and_every_rule_of_one_names_it() -> None:
    lines = (FOLDER / "requirements.jsonl").read_text(encoding="utf-8").splitlines()
    named = {
        (rule["ref"], sheet["jurisdiction"])
        for sheet in map(json.loads, lines)
        for rule in sheet["rules"]
        if "ref" in rule
    }

    assert len({one.fact for one in FACTS}) == len(FACTS) == COLLECTED
    assert {(one.fact, state) for one in FACTS if one.sheet for state in one.states} == named


@pytest.mark.parametrize("topic", TOPICS)
def test_the_facts_of_a_topic_stand_in_the_fields_that_they_answer(page: Pages, topic: str) -> None:
    lost = {}
    for one in FACTS:
        for state in one.states if one.topic == topic and one.sheet else ():
            sheet = page(f"/en/jurisdictions/{state}/requirements").one(f"section[aria-labelledby={one.sheet}]")
            lost[one.fact, state] = missing(one.words, fields_of(sheet, one.fields))

    assert {key: words for key, words in lost.items() if words} == {}


@pytest.mark.parametrize("topic", TOPICS)
def test_the_facts_of_a_topic_stand_on_the_pages_where_one_looks_for_them(page: Pages, topic: str) -> None:
    lost = {one.fact: missing(one.words_on_page, page(one.page).text) for one in FACTS if one.topic == topic}

    assert {key: words for key, words in lost.items() if words} == {}
