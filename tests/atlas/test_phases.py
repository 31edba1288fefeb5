"""Terms for one phase of a measure: provisional arrest, transit and others beside the request for extradition."""

from dataclasses import replace
from typing import Any

from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.atlas.answer import AtlasAnswer, answer
from directory.atlas.presenters import answers
from directory.atlas.question import AtlasQuestion
from directory.models import RequirementSheet, Rule
from tests import factories
from tests.api.conftest import read_with
from tests.atlas.cases import OTHER, asked
from tests.html import parse

ADDRESS = "atlas?from=DE&to=AM&measure=extradition&offence=other"


def found(question: AtlasQuestion) -> AtlasAnswer:
    return answer(question, ANONYMOUS, "en")[0]


def direction(app: Flask, question: AtlasQuestion) -> answers.AnswerDirection:
    arguments = {"from": question.requesting, "to": question.requested, "measure": question.measure}
    with app.test_request_context("/"):
        return answers.page(ANONYMOUS, question, arguments, "en").directions[0]


def test_what_provisional_arrest_needs_is_not_asked_of_the_request(app: Flask) -> None:
    """ETS 24, arts 12(2) and 16(2)."""
    given = direction(app, asked("DE>AM", "extradition", OTHER))

    assert not any("rovisional arrest" in item.text.text for item in given.content)
    phase = next(one for one in given.phases if one.code == "provisional_arrest")
    assert [item.basis for item in phase.items] == ["ETS 24, art. 16(2)"] * 4


def test_a_phase_has_its_deadlines_with_its_contents(app: Flask) -> None:
    """ETS 24, art. 16(4): eighteen and forty days; Armenia's declaration stands with it."""
    given = direction(app, asked("DE>AM", "extradition", OTHER))

    phase = next(one for one in given.phases if one.code == "provisional_arrest")
    told = " ".join(rule.text.text for rule in phase.rules if rule.text)
    assert "18 days" in told
    assert "within one month" in told
    assert not any(rule.phase for rules in given.grouped.values() for rule in rules)


def test_the_phases_stand_in_their_order_behind_the_request(context: None) -> None:
    phases = [item.phase for item in found(asked("DE>AM", "extradition", OTHER)).content]

    assert phases[0] == ""
    assert list(dict.fromkeys(phases)) == ["", "provisional_arrest", "transit", "further_charges", "onward_surrender"]


def test_an_urgent_case_begins_with_its_phase_open(app: Flask) -> None:
    question = asked("DE>AM", "extradition", OTHER)

    opened = {
        is_urgent: [one.code for one in direction(app, replace(question, is_urgent=is_urgent)).phases if one.is_open]
        for is_urgent in (False, True)
    }
    assert opened == {False: [], True: ["provisional_arrest"]}


def test_the_page_folds_the_phases(app: Flask) -> None:
    page = parse(app.test_client().get(f"/en/{ADDRESS}"))

    headings = [one.text for one in page.all("#de-am-content details > summary")]
    assert [one for one in headings if one in ("Provisional arrest", "Handing over the person")] == [
        "Provisional arrest",
        "Handing over the person",
    ]


def test_a_program_is_told_the_phase_of_each_item(app: Flask) -> None:
    body = read_with(app.test_client(), ADDRESS)

    phases = {item["source"]: item["phase"] for item in body["content"]}
    assert (phases["ETS 24, art. 12(2)(a)"], phases["ETS 24, art. 21(3)"]) == (None, "transit")


def test_contents_for_another_phase_alone_leave_those_of_the_request_unread(small_app: Flask) -> None:
    def warned() -> set[str]:
        question = asked("AE>TJ", "extradition", OTHER)
        with small_app.test_request_context("/"):
            return {one.code for one in found(question).warnings}

    sheet_item(phase="transit")
    assert "no_content" in warned()


def test_a_channel_for_one_phase_opens_the_measure_on_conditions(small_app: Flask) -> None:
    def lawful() -> str:
        with small_app.test_request_context("/"):
            given = found(asked("KZ>TJ", "extradition", OTHER))
        return next(one.lawful for one in given.channels if one.channel == "diplomatic")

    sheet_item(topic="diplomatic_channel", answer="yes", phase="transit")
    assert lawful() == "conditional"


def sheet_item(**values: Any) -> None:
    """Have Tajikistan ask something for extradition."""
    made: dict[str, Any] = {"topic": "content_item", "necessity": "mandatory"}
    factories.add(
        RequirementSheet(key="tj-tests", jurisdiction_key="TJ", measure="extradition"),
        Rule(key="tj-tests:1", sheet_key="tj-tests", text=factories.english("the file"), **{**made, **values}),
    )
