"""Outlines over the API: in the thread, for those who take part alone."""

from typing import Any

import pytest
from flask import Flask

from directory.accounts.queries import viewer_of
from directory.consultations.outline import ItemComment
from directory.consultations.queries import threads
from directory.consultations.service import outlines
from directory.consultations.service.entries import WrittenText
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.api.programs import Program
from tests.api.test_consultations import question
from tests.consultations.test_outlines import OUTLINE, RULE

WORDING = "Call it a bilby"


@pytest.fixture
def address(asker: Program, member: Program) -> str:
    """Return the address of a consultation with an outline on which the desk has commented."""
    made = asker.ask("POST", "consultations", question()).get_json()["id"]
    asking, asked = viewer_of(asker.account), viewer_of(member.account)
    with committing():
        outlines.share(asking, threads.get(asking, made), OUTLINE, WrittenText("See these.", "en"))
    said = {1: ItemComment("other_wording", WORDING), 3: ItemComment("missing")}
    with committing():
        outlines.comment(asked, threads.get(asked, made), 1, said, "en", 0)
    return f"consultations/{made}"


def read(program: Program, address: str, language: str = "en") -> tuple[Any, Any]:
    """Return the outline of a thread, and what its last act said of it."""
    acts = program.get(f"{address}?lang={language}").get_json()["acts"]
    assert [one["outline"] is not None for one in acts] == [False, True, False]
    return acts[1]["outline"], acts[2]["comments"]


@pytest.mark.parametrize("who", ["asker", "member"])
def test_those_who_take_part_read_what_an_outline_holds(request: pytest.FixtureRequest, address: str, who: str) -> None:
    outline, comments = read(request.getfixturevalue(who), address)

    assert (outline["number"], outline["measures"], outline["treaties"]) == (1, ["hearing_witness"], ["untoc"])
    assert [(one["code"], one["topic"]) for one in outline["items"]] == [
        ("purpose", None),
        ("legal_basis", None),
        (None, "content_item"),
    ]
    assert [(one["is_there"], one["is_mandatory"]) for one in outline["items"]] == [
        (True, True),
        (False, False),
        (False, True),
    ]
    assert [one["comment"] and one["comment"]["verdict"] for one in outline["items"]] == [
        "other_wording",
        None,
        "missing",
    ]
    assert [(one["number"], one["comment"]["text"]) for one in comments] == [(1, WORDING), (3, "")]


def test_a_rule_is_read_in_the_language_asked_for(asker: Program, address: str) -> None:
    shown = {language: read(asker, address, language)[0]["items"][2] for language in ("en", "fr")}

    assert {language: (item["label"], item["language"]) for language, item in shown.items()} == {
        language: (RULE[language], language) for language in ("en", "fr")
    }


def test_a_comment_that_is_taken_back_says_so(asker: Program, member: Program, address: str) -> None:
    asked = viewer_of(member.account)
    with committing():
        outlines.comment(asked, threads.get(asked, address.split("/")[1]), 1, {3: ItemComment()}, "en", 2)

    last = asker.get(address).get_json()["acts"][-1]["comments"]

    assert [(one["number"], one["comment"]["verdict"]) for one in last] == [(3, None)]


def test_nobody_else_reads_an_outline(site: Flask, coordinator: Program, address: str) -> None:
    for program in (coordinator, Program(site, factories.account(Role.ADMINISTRATOR))):
        answers = [program.get(one) for one in (address, "consultations", f"{address}/choices")]
        assert [one.status_code for one in answers] == [404, 200, 404]
        assert all(word not in one.text for one in answers for word in (WORDING, RULE["en"]))
