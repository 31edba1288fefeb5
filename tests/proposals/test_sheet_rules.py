"""Rules of requirement sheets, written on the pages: what they must say, and that they stand on the State's page."""

from typing import Any

import pytest
from flask import Flask

from directory.proposals.sheet_rules import (
    ANSWER_MISSING,
    DAYS_ODD,
    NOTE_MISSING,
    NOTHING_SAID,
    OFFICE_MISSING,
    STEP_ONLY,
    rule_problems,
)
from directory.vocabulary import TOPIC_GROUPS, Role
from tests import factories
from tests.decisions import decide
from tests.html import parse
from tests.people import signed_in
from tests.proposals.test_pages import CHECK, SOURCE, fields

WORDS = {"text.en": "By fax, if the original follows.", "text.original": "en"}
SAID: list[tuple[str, dict[str, Any], list[str], dict[str, Any]]] = [
    ("an answer with its note", {"topic": "urgent", "answer": "yes", **WORDS}, ["answer", "text.en"], {}),
    ("an answer alone", {"topic": "urgent", "answer": "conditional"}, ["answer"], {"text": NOTE_MISSING}),
    ("not known, with a note", {"topic": "urgent", "answer": "not_known", **WORDS}, ["answer"], {}),
    ("a question without its answer", {"topic": "urgent", **WORDS}, ["topic", "text.en"], {"answer": ANSWER_MISSING}),
    ("a question left open by its source", {"topic": "urgent", **WORDS}, ["text.en"], {}),
    ("words on what is no question", {"topic": "means", **WORDS}, ["topic", "text.en"], {}),
    ("languages alone", {"topic": "languages", "languages": ["ky"]}, ["topic", "languages"], {}),
    ("nothing at all", {"topic": "means"}, ["topic"], {"text": NOTHING_SAID}),
    ("nothing on a question", {"topic": "seal"}, ["topic"], {"answer": NOTHING_SAID}),
    ("another treaty", {"topic": "urgent", "answer": "yes", "treaty_key": "untoc"}, ["treaty_key"], {}),
    ("a step with a kind of office", {"topic": "route", "office_kind": "judicial_body"}, ["topic", "office_kind"], {}),
    ("a step in words", {"topic": "route", **WORDS}, ["topic", "text.en"], {}),
    ("a step without an office", {"topic": "route", "days": "5"}, ["days"], {"office_kind": OFFICE_MISSING}),
    (
        "days that are none",
        {"topic": "route", "office_kind": "judicial_body", "days": "0"},
        ["days"],
        {"days": DAYS_ODD},
    ),
    (
        "an office elsewhere",
        {"topic": "means", "office_key": "kg-court", **WORDS},
        ["office_key"],
        {"office_key": STEP_ONLY},
    ),
]


@pytest.mark.parametrize(("values", "touched", "wrong"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_a_rule_says_what_it_must(values: dict[str, Any], touched: list[str], wrong: dict[str, Any]) -> None:
    assert rule_problems(values, touched) == wrong


def test_a_rule_is_added_by_one_coordinator_and_published_by_another(writing_app: Flask) -> None:
    with writing_app.app_context():
        author, reviewer = (
            signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG")) for _ in range(2)
        )
    address, page = "/en/proposals/new?kind=requirement&key=kg", "/en/jurisdictions/KG/requirements"
    opened = author.get(f"{address}&topic=non_punishment")
    [row] = [name for name, value in fields(opened.text).items() if name.endswith("-topic")]
    number = row.partition("-")[0]
    typed = {f"{number}-answer": ["conditional"], f"{number}-text.original": ["en"]}

    offered = author.get(page).text
    refused = author.post(address, data=fields(opened.text) | typed | SOURCE | CHECK)
    words = {f"{number}-text.en": ["Where the victim was made to act (CETS 197, art. 26)."]}
    proposal = author.post(address, data=fields(refused.text) | words | CHECK).location
    author.post(f"{proposal}/submit")
    decide(reviewer, proposal, "publish")

    assert "topic=non_punishment" in offered
    assert opened.text.count("<optgroup") == opened.text.count("</optgroup>") == len(TOPIC_GROUPS)
    assert fields(opened.text)[row] == ["non_punishment"]
    assert refused.status_code == 400
    assert str(NOTE_MISSING) in refused.text
    assert "Where the victim was made to act" in writing_app.test_client().get(page).text


def test_a_step_is_added_by_one_coordinator_published_by_another_and_stands_on_the_page_api_and_history(
    writing_app: Flask,
) -> None:
    with writing_app.app_context():
        author, reviewer = (
            signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG")) for _ in range(2)
        )
    address, page = "/en/proposals/new?kind=requirement&key=kg", "/en/jurisdictions/KG"
    opened = author.get(f"{address}&topic=route")
    [row] = [name for name, value in fields(opened.text).items() if name.endswith("-topic")]
    number = row.partition("-")[0]
    step = {f"{number}-office_kind": ["judicial_body"], f"{number}-days": ["14"], f"{number}-basis": ["practice"]}

    offered = author.get(page).text
    proposal = author.post(address, data=fields(opened.text) | step | SOURCE | CHECK).location
    author.post(f"{proposal}/submit")
    decide(reviewer, proposal, "publish")

    reader = writing_app.test_client()
    shown = parse(reader.get(page)).one("section[aria-labelledby=route]").text
    assert "topic=route" in offered
    assert "topic=route" not in reader.get(page).text
    assert fields(opened.text)[f"{number}-position"] != ["0"]
    assert all(words in shown for words in ("Court or judicial body", "about 14 days", "Usual practice"))
    assert '"route"' in reader.get("/api/v1/jurisdictions/KG/requirements").text
    assert "Way within the State" in reader.get("/en/history?kind=requirement&key=kg").text
