"""A draft of a joint investigation: to several States, with who signs, what binds them and what is to be settled."""

import json
from dataclasses import asdict, replace
from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.access.viewer import ANONYMOUS
from directory.drafts.content import DraftContent, from_json
from directory.drafts.presenters.document import paper_of
from directory.drafts.queries.findings import find
from directory.drafts.queries.team import find_team
from directory.extensions import db
from directory.formats.docx_files import write_docx
from directory.formats.pdf_files import write_pdf
from directory.models import Draft
from directory.vocabulary import JOINT_POINTS
from tests.drafts.conftest import browser_of, held, office, person

TEAM = DraftContent(
    requesting="KG",
    requested="KZ",
    others=("UZ",),
    measures=("joint_investigation",),
    offence="tip",
    treaties=("untoc",),
)
ASKED = "from=KG&to=KZ&also=UZ&also=XX&measure=joint_investigation&offence=tip"
BEGIN = {"requesting": "KG", "requested": "KZ", "measures": ["joint_investigation"], "offence": "tip", "stage": ""}


def newest() -> Draft:
    db.session.rollback()
    return db.session.scalars(select(Draft).order_by(Draft.id.desc())).first()


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return browser_of(site, person(office()))


def words_of(content: DraftContent, *languages: str) -> str:
    paper = paper_of(ANONYMOUS, content, languages or ("en",), clock.now(), {})
    document = Document(BytesIO(write_docx(paper)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_draft_begins_for_all_states_of_the_address(client: FlaskClient) -> None:
    page = client.get(f"/en/drafts/new?{ASKED}").text
    client.post(f"/en/drafts/new?{ASKED}", data=BEGIN)

    content = held(newest())
    assert "Further States of the joint investigation:" in page
    assert content.team == ("UZ",)
    assert content.treaties == ("untoc", "tip-protocol")


def test_its_page_names_them_and_leads_to_what_binds_them(client: FlaskClient) -> None:
    client.post(f"/en/drafts/new?{ASKED}", data=BEGIN)

    page = client.get(f"/en/drafts/{newest().public_id}").text

    assert "Joint investigation team: Kyrgyzstan to Kazakhstan and Uzbekistan" in page
    assert "/en/atlas/joint-investigation?with=KG&amp;with=KZ&amp;with=UZ&amp;offence=tip" in page


def test_states_are_added_and_taken_out_in_the_part_on_the_parties(client: FlaskClient) -> None:
    client.post(f"/en/drafts/new?{ASKED}", data=BEGIN)
    address, states = f"/en/drafts/{newest().public_id}/parties", {"requesting": "KG", "requested": "KZ"}

    client.post(address, data={"seen": "1", "others": ["AM", "TJ"], **states})
    changed = held(newest()).team
    client.post(address, data={"seen": "2", **states})

    assert changed == ("AM", "TJ")
    assert held(newest()).team == ()


def test_the_choice_of_further_states_is_for_joint_investigations_alone(client: FlaskClient) -> None:
    client.post("/en/drafts/new", data=BEGIN | {"measures": ["records"]})

    assert 'name="others"' not in client.get(f"/en/drafts/{newest().public_id}/parties").text


def test_its_treaties_are_those_among_all_states(site: Flask) -> None:
    assert [one.treaty for one in find(ANONYMOUS, TEAM, "en").usable] == ["untoc", "tip-protocol"]
    assert "chisinau-2002" in [one.treaty for one in find(ANONYMOUS, replace(TEAM, others=()), "en").usable]


def test_a_state_that_asks_or_is_asked_is_no_further_one(site: Flask) -> None:
    assert replace(TEAM, others=("UZ", "KG", "KZ")).team == ("UZ",)
    assert replace(TEAM, measures=("records",)).team == ()


@pytest.mark.parametrize("changed", [{"measures": ("records",)}, {"requested": ""}, {"requested": "KG"}])
def test_there_is_no_team_without_its_measure_and_two_states(site: Flask, changed: dict[str, str]) -> None:
    assert find_team(ANONYMOUS, replace(TEAM, **changed), "en") is None


def test_the_document_names_every_state_who_signs_and_what_is_to_be_settled(site: Flask) -> None:
    words = words_of(TEAM)

    assert "Proposal for a joint investigation team" in words
    assert "Uzbekistan: General Prosecutor's Office" in words
    assert "International Legal Department\nUzbekistan" in words
    assert "[who may sign is not known: to be confirmed]" in words
    assert "Kyrgyzstan – Kazakhstan: CIS Convention on Legal Assistance and L" in words
    for point in JOINT_POINTS.values():
        assert (f"[{point.question}]" in words) == (point.code != "migrants")


def test_a_point_that_was_written_above_is_not_asked_for_again(site: Flask) -> None:
    words = words_of(TEAM.with_texts({"joint_investigation.duration": "Six months"}, "en"))

    assert "Six months" in words
    assert f"[{JOINT_POINTS['period'].question}]" not in words
    assert f"[{JOINT_POINTS['place'].question}]" in words


def test_it_is_made_in_two_languages_and_as_pdf(site: Flask) -> None:
    paper = paper_of(ANONYMOUS, TEAM, ("en", "ar"), clock.now(), {}, is_side_by_side=True)

    assert len({len(version.blocks) for version in paper.versions}) == 1
    assert write_pdf(paper).startswith(b"%PDF")


def test_other_papers_say_nothing_of_a_team(site: Flask) -> None:
    assert "States of the team" not in words_of(replace(TEAM, measures=("records",)))


def test_what_was_sealed_before_there_were_teams_opens(site: Flask) -> None:
    values = {name: value for name, value in asdict(TEAM).items() if name != "others"}

    assert from_json(json.dumps(values)) == replace(TEAM, others=())
