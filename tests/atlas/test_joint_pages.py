"""The page and the resource of a joint investigation: States added and taken out by links, errors that lose nothing."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.models import Treaty, TreatyStatus
from directory.vocabulary import JOINT_POINTS
from tests import factories
from tests.api.conftest import read_with

THREE = "with=KZ&with=KG&with=UZ&offence=tip"


def asked(client: FlaskClient, question: str, language: str = "en") -> TestResponse:
    return client.get(f"/{language}/atlas/joint-investigation?{question}")


def links(answer: TestResponse) -> list[str]:
    found = re.findall(r'href="[^"]*/atlas/joint-investigation\?([^"]*)"', answer.text)
    return [address.replace("&amp;", "&") for address in found]


def test_without_states_it_offers_those_of_the_home_network(client: FlaskClient) -> None:
    answer = asked(client, "")

    assert answer.status_code == 200
    assert "with=KZ&offence=tip" in links(answer)
    assert "Legal basis" not in answer.text


def test_one_state_alone_asks_for_another_and_is_kept(client: FlaskClient) -> None:
    answer = asked(client, "with=KZ&with=&offence=som&penalty=6")

    assert answer.status_code == 200
    assert "Choose at least one more State." in answer.text
    assert 'name="with" value="KZ"' in answer.text
    assert "with=KZ&with=GE&offence=som&penalty=6" in links(answer)


def test_each_state_can_be_taken_out_and_others_added(client: FlaskClient) -> None:
    found = links(asked(client, THREE))

    assert "with=KZ&with=KG&offence=tip" in found
    assert "with=KZ&with=KG&with=UZ&with=TJ&offence=tip" in found


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("with=KZ&with=KG&with=KZ&offence=tip", "Named twice: Kazakhstan."),
        ("with=KZ&with=KG&with=XX&offence=tip", "no such State: XX."),
        ("with=KZ&with=KG&with=<b>&offence=tip", "no such State: &lt;b&gt;."),
        (f"{THREE}&with=TJ&with=TM&with=AM&with=AZ&with=GE&with=DE", "At most 8"),
        ("with=KZ&with=KG&offence=dancing", "not in the list"),
        ("with=KZ&with=KG&offence=tip&on=2026-02-30", "year, month, day"),
        ("with=KZ&with=KG&offence=tip&penalty=many", "from 0 to 100"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_kept(client: FlaskClient, question: str, words: str) -> None:
    answer = asked(client, question)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert words in answer.text
    assert 'name="with" value="KG"' in answer.text
    assert 'id="basis"' not in answer.text


def test_the_answer_has_its_treaties_states_and_points(client: FlaskClient) -> None:
    page = asked(client, THREE).text

    assert "UNTOC, art. 19, second sentence" in page
    assert "Approved by national law, no deposit known: Uzbekistan." in page
    assert 'id="kz"' in page
    # KG and UZ: who decides on a team, or that the law has no rule on it.
    assert page.count("Who signs is not said.") == 1
    assert page.count("have no article on joint teams: who agrees and who signs is not known") == 1
    assert all(str(one.label) in page for one in JOINT_POINTS.values() if "som" not in one.offences)
    assert "from practice, no source read" in page


def test_a_state_whose_sheet_says_nothing_on_approvals_is_asked(client: FlaskClient) -> None:
    page = asked(client, "with=KZ&with=SY&offence=tip").text

    assert page.count("Which approvals this State needs is not known") == 1


def test_a_draft_begins_with_all_states(client: FlaskClient) -> None:
    page = asked(client, THREE).text

    assert "/en/drafts/new?from=KZ&amp;to=KG&amp;also=UZ&amp;measure=joint_investigation&amp;offence=tip" in page


def test_the_atlas_leads_to_it_with_what_it_was_told(client: FlaskClient) -> None:
    question = "from=KZ&to=KG&measure=joint_investigation&offence=tip&penalty=8&on=2020-01-01"

    page = client.get(f"/en/atlas?{question}").text
    other = client.get("/en/atlas?from=KZ&to=KG&measure=records&offence=tip").text

    assert "/en/atlas/joint-investigation?with=KZ&amp;with=KG&amp;offence=tip&amp;penalty=8&amp;on=2020-01-01" in page
    assert "joint-investigation" not in other


def test_the_page_of_the_measure_leads_to_it(client: FlaskClient) -> None:
    assert "/en/atlas/joint-investigation" in client.get("/en/measures/joint_investigation").text
    assert "/en/atlas/joint-investigation" not in client.get("/en/measures/records").text


def test_programs_get_the_same_answer(client: FlaskClient) -> None:
    body = read_with(client, f"atlas/joint-investigation?{THREE}")

    assert body["with"] == ["KZ", "KG", "UZ"]
    assert body["outcome"] == "case_by_case"
    assert [one["code"] for one in body["treaties"][:2]] == ["untoc", "tip-protocol"]
    assert [one["with"] for one in body["pairs"]] == [["KZ", "KG"]]
    assert body["states"][0]["signing"][0] | {"name": ""} == {
        "kind": "authority",
        "id": "kz-prosecutor-general",
        "name": "",
        "url": "/en/authorities/kz-prosecutor-general",
        "named": False,
        "under": None,
    }
    assert body["states"][0]["consult"]["id"] == "kz-casc"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("with=KZ", "at least two States"),
        ("with=KZ&with=KZ", "Named twice"),
        ("with=KZ&with=XX", "no such State"),
        ("with=KZ&with=KG&penalty=many", "penalty"),
    ],
)
def test_a_bad_question_of_a_program_is_a_problem_that_says_why(client: FlaskClient, question: str, words: str) -> None:
    answer = client.get(f"/api/v1/atlas/joint-investigation?{question}")

    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert words in answer.get_json()["detail"]


def test_a_treaty_that_was_not_assessed_is_not_said_to_cover_the_team(small_app: Flask) -> None:
    title = factories.english("Unread treaty")
    factories.add(Treaty(key="unread", title=title, short_title=title, level="regional", force="in_force"))
    factories.add(
        *(
            TreatyStatus(
                key=f"unread:{code}",
                treaty_key="unread",
                jurisdiction_key=code,
                action="ratification",
                acted_on=date(2001, 1, 1),
            )
            for code in ("KZ", "UZ")
        )
    )

    page = asked(small_app.test_client(), "with=KZ&with=UZ&offence=tip").text

    before, after = re.split("that do(?:es)? not apply, and why", page, maxsplit=1)
    assert "Unread treaty" in after
    assert "Unread treaty" not in before
