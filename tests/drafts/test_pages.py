"""A draft on its pages: written part by part, in two languages, with nothing typed lost."""

from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from directory.drafts.content import DraftPerson
from directory.drafts.service import retention
from directory.extensions import db
from directory.models import Draft
from directory.transaction import committing
from directory.vocabulary import DRAFT_PARTS
from tests.drafts.conftest import ITEM, WORDS, begun, browser_of, held, office, person, viewer
from tests.html import parse

BEGIN = {"requesting": "KG", "requested": "FR", "measures": ["hearing_witness"], "offence": "tip", "stage": ""}


def newest() -> Draft:
    db.session.rollback()
    return db.session.scalars(select(Draft).order_by(Draft.id.desc())).first()


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return browser_of(site, person(office()))


def begin(client: FlaskClient) -> str:
    client.post("/en/drafts/new", data=BEGIN)
    return f"/en/drafts/{newest().public_id}"


def test_a_draft_begins_from_the_codes_of_an_address(client: FlaskClient) -> None:
    page = client.get("/en/drafts/new?from=KG&to=FR&measure=bank_data&measure=records&offence=som&urgent=1").text

    assert '<option selected value="FR">' in page
    assert page.count("checked") == 3
    assert '<option selected value="som">' in page


def test_what_an_answer_knows_is_folded_into_one_line(client: FlaskClient) -> None:
    known = parse(client.get("/en/drafts/new?from=KG&to=FR&measure=bank_data&offence=som")).one("main .questions")
    nothing_known = parse(client.get("/en/drafts/new?from=KG&to=FR"))

    summary = known.one("summary").text
    assert "Kyrgyzstan\u2069 · \u2068France\u2069 · \u2068Bank data\u2069" in summary
    assert [one["value"] for one in known.all("input[checked]")] == ["bank_data"]
    assert nothing_known.all("main .questions") == []


def test_what_the_atlas_was_told_of_the_offence_is_taken_over(client: FlaskClient) -> None:
    asked = "from=KG&to=FR&measure=records&offence=som&penalty=6&organized=1&law=kg-cpc&article=Article+204"
    client.post(f"/en/drafts/new?{asked}", data=BEGIN | {"offence": "som"})

    content = held(newest())
    assert (content.offence, content.max_penalty_years, content.is_organized) == ("som", 6, True)
    assert (content.laws, content.text("law", "en")) == (("kg-cpc",), "Article 204")


def test_the_writers_own_authority_is_filled_in(client: FlaskClient) -> None:
    begin(client)

    assert held(newest()).requesting_authority.startswith("office-")


def test_a_draft_leads_to_the_desks_of_the_requested_state(client: FlaskClient) -> None:
    page = client.get(begin(client)).text

    assert "/en/consultations/new?state=FR&amp;measure=hearing_witness" in page


def test_a_request_of_a_state_to_itself_is_refused_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    answer = client.post("/en/drafts/new", data=BEGIN | {"requested": "KG", "is_urgent": "y"})

    assert answer.status_code == 422
    assert "another State than the requesting one" in answer.text
    assert answer.text.count("checked") == 2


def test_each_part_leads_to_the_next_and_the_last_to_the_checklist(client: FlaskClient) -> None:
    address, parts = begin(client), list(DRAFT_PARTS)

    for code, following in zip(parts, [*parts[1:], "checklist"], strict=True):
        assert client.get(f"{address}/{code}").status_code == 200
        answer = client.post(f"{address}/{code}", data={"seen": str(newest().version)})
        assert answer.headers["Location"] == f"{address}/{following}", code


def test_what_is_chosen_and_written_stands_on_the_page_again(client: FlaskClient) -> None:
    address = begin(client)

    data = {"seen": "1", "offence": "tip", "is_organized": "yes", "max_penalty_years": "8", "text-law": "Article 166"}
    client.post(f"{address}/case", data=data)

    content, page = held(newest()), client.get(f"{address}/case").text
    assert (content.is_organized, content.is_transnational, content.max_penalty_years) == (True, None, 8)
    assert ">Article 166</textarea>" in page.replace("\r\n", "")
    assert 'value="8"' in page


def test_a_penalty_that_is_none_is_refused_and_what_was_typed_stays(client: FlaskClient) -> None:
    address = begin(client)

    answer = client.post(f"{address}/case", data={"seen": "1", "max_penalty_years": "many", "text-law": "Article 166"})

    assert answer.status_code == 422
    assert "Article 166" in answer.text
    assert newest().version == 1


def test_a_measure_that_is_added_opens_its_questions_and_one_taken_away_takes_its_answers(client: FlaskClient) -> None:
    address = begin(client)

    answer = client.post(f"{address}/measures", data={"seen": "1", "measures": ["hearing_witness", "bank_data"]})
    assert answer.headers["Location"] == f"{address}/measures"
    assert "Bank data: Period" in client.get(f"{address}/measures").text
    written = {"seen": "2", "measures": ["hearing_witness", "bank_data"], "text-bank_data.period": "All of 2025"}
    assert client.post(f"{address}/measures", data=written).headers["Location"] == f"{address}/persons"
    assert held(newest()).text("bank_data.period", "en") == "All of 2025"

    client.post(f"{address}/measures", data={"seen": "3", "measures": ["hearing_witness"]})

    assert not held(newest()).has("bank_data.period")


def test_persons_are_added_one_after_the_other_and_numbered_by_role(client: FlaskClient) -> None:
    address = begin(client)

    answer = client.post(f"{address}/persons", data={"seen": "1", "role_1": "witness", "another": "yes"})
    assert answer.headers["Location"] == f"{address}/persons?another=1#person-2"
    data = {"seen": "2", "role_1": "witness", "role_2": "witness"}
    assert client.post(f"{address}/persons", data=data).headers["Location"] == f"{address}/conditions"

    assert held(newest()).persons == (DraftPerson(1, "witness"), DraftPerson(2, "witness"))
    page = parse(client.get(f"{address}/persons"))
    assert [one.text for one in page.all("details.person > summary")] == ["Witness 1", "Witness 2"]
    assert len(parse(client.get(f"{address}/persons?another=1")).all("details.person")) == 3


def test_a_person_is_taken_out_with_what_was_written_and_the_others_keep_their_numbers(client: FlaskClient) -> None:
    address = begin(client)
    client.post(f"{address}/persons", data={"seen": "1", "role_1": "witness", "text-person.1": "has the key"})
    client.post(f"{address}/persons", data={"seen": "2", "role_1": "witness", "role_2": "suspect"})

    data = {"seen": "3", "role_1": "witness", "text-person.1": "has the key", "role_2": "suspect", "remove": "1"}
    assert client.post(f"{address}/persons", data=data).headers["Location"] == f"{address}/persons"

    assert held(newest()).persons == (DraftPerson(2, "suspect"),)
    assert not held(newest()).has("person.1")


def test_a_person_without_a_role_is_not_lost(client: FlaskClient) -> None:
    address = begin(client)

    answer = client.post(f"{address}/persons", data={"seen": "1", "text-person.1": "has the key"})

    assert answer.status_code == 422
    assert "has the key" in answer.text


def test_a_text_is_translated_beside_its_original_and_both_are_kept(client: FlaskClient) -> None:
    address = begin(client)
    client.post(f"{address}/facts", data={"seen": "1", "text-facts": WORDS})

    page = client.get(f"{address}/facts?in=ru").text
    assert WORDS in page
    assert f">{WORDS}</textarea>" not in page
    client.post(f"{address}/facts?in=ru", data={"seen": "2", "text-facts": "Как продали выдру"})

    content = held(newest())
    assert (content.text("facts", "en"), content.text("facts", "ru")) == (WORDS, "Как продали выдру")


def test_a_part_that_a_co_worker_changed_meanwhile_is_told_and_sent_again_goes_through(site: Flask) -> None:
    authority = office()
    owner, colleague = person(authority), person(authority)
    draft = begun(owner)
    with committing():
        retention.share(viewer(owner), draft, colleague.id)
    mine, theirs = browser_of(site, owner), browser_of(site, colleague)
    address = f"/en/drafts/{draft.public_id}"

    theirs.post(f"{address}/facts", data={"seen": "1", "text-facts": "theirs"})
    refused = mine.post(f"{address}/facts", data={"seen": "1", "text-facts": "mine"})
    assert refused.status_code == 422
    assert ">mine</textarea>" in refused.text.replace("\r\n", "")
    assert held(draft).text("facts", "en") == "theirs"
    assert mine.post(f"{address}/conditions", data={"seen": "1", "is_urgent": "y"}).status_code == 303
    seen = refused.text.split('name="seen" type="hidden" value="')[1].split('"')[0]
    assert mine.post(f"{address}/facts", data={"seen": seen, "text-facts": "mine"}).status_code == 303

    assert (held(draft).text("facts", "en"), held(draft).is_urgent) == ("mine", True)


def test_an_earlier_version_is_taken_up_again_and_none_is_lost(site: Flask) -> None:
    owner = person()
    draft, client = begun(owner), browser_of(site, owner)
    address = f"/en/drafts/{draft.public_id}"
    client.post(f"{address}/facts", data={"seen": "1", "text-facts": "another"})

    assert client.post(f"{address}/versions/1").status_code == 303

    assert held(draft).text("facts", "en") == WORDS
    assert [one.number for one in newest().versions] == [3, 2, 1]
    assert client.post(f"{address}/versions/9").status_code == 404


def test_items_of_the_sheet_are_ticked(client: FlaskClient) -> None:
    address = begin(client)

    def count_missing() -> int:
        return client.get(f"{address}/checklist").text.count("not ticked, mandatory")

    before = count_missing()
    client.post(f"{address}/checklist", data={"seen": "1", "done": [ITEM]})

    assert held(newest()).done == (ITEM,)
    assert count_missing() == before - 1


def test_a_copy_for_another_state_says_what_changes(client: FlaskClient) -> None:
    address = begin(client)
    client.post(f"{address}/basis", data={"seen": "1", "treaties": ["untoc"]})

    answer = client.post(f"{address}/copy", data={"requested": "KZ"})
    page = parse(client.get(answer.headers["Location"]))

    sections = {section.one("h2").text: section.text for section in page.all("section")}
    assert held(newest()).requested == "KZ"
    assert held(newest()).treaties == ("kz-kg-mla-1996", "chisinau-2002")
    assert "Kazakhstan" in sections["Requested State"].split("Applies now:")[1]
    assert "French" in sections["Languages accepted"].split("Applies now:")[0]
    assert "civil and criminal matters" in sections["Legal basis"].split("Applies now:")[1]
    assert "number of the file at the court" in sections["Items of the checklist"].split("Applies now:")[0]


@pytest.mark.long(each=2)
@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
@pytest.mark.parametrize("layout", ["beside", "apart"])
def test_a_document_is_given_in_two_languages(client: FlaskClient, kind: str, begins: bytes, layout: str) -> None:
    address = begin(client)
    client.post(f"{address}/facts", data={"seen": "1", "text-facts": WORDS})

    answer = client.post(
        f"{address}/document", data={"language": "en", "other": "ru", "layout": layout, "file_format": kind}
    )

    assert answer.status_code == 200
    assert answer.data.startswith(begins)
    assert f".{kind}" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_second_language_begins_with_those_that_the_requested_state_accepts(client: FlaskClient) -> None:
    address = begin(client)

    options = parse(client.get(f"{address}/document")).one("select#other").all("option")

    labels = [one.text for one in options[1:]]
    accepted = [label for label in labels if "(accepted by " in label]
    assert accepted
    assert labels[: len(accepted)] == accepted


def test_identities_go_into_the_document_and_otherwise_there_are_blanks(client: FlaskClient) -> None:
    address = begin(client)
    client.post(f"{address}/persons", data={"seen": "1", "role_1": "witness"})
    client.post(f"{address}/persons", data={"seen": "2", "role_1": "witness", "role_2": "victim"})

    data = {"language": "en", "other": "", "file_format": "docx", "identity_1": "Quokka Fictional, born 1990"}
    made = Document(BytesIO(client.post(f"{address}/document", data=data).data))

    texts = "\n".join(one.text for one in made.paragraphs)
    assert "Witness 1: Quokka Fictional, born 1990" in texts
    assert "Victim 1: [name, date of birth]" in texts


def test_a_character_that_no_font_shows_is_named_and_what_was_typed_stays(client: FlaskClient) -> None:
    address = begin(client)
    client.post(f"{address}/persons", data={"seen": "1", "role_1": "witness"})

    data = {"language": "en", "other": "", "file_format": "pdf", "identity_1": "Name 𐎠"}
    answer = client.post(f"{address}/document", data=data)

    assert answer.status_code == 422
    assert "No font here shows these characters: 𐎠" in answer.text
    assert ">Name 𐎠</textarea>" in answer.text.replace("\r\n", "")


def test_the_document_of_an_arabic_reader_begins_where_reading_begins(client: FlaskClient) -> None:
    address = begin(client)

    data = {"language": "ar", "other": "en", "layout": "apart", "file_format": "pdf"}
    made = PdfReader(BytesIO(client.post(f"{address}/document", data=data).data))

    assert str(made.trailer["/Root"]["/Lang"]).startswith("ar")


def test_the_list_says_when_a_draft_goes_and_the_owner_keeps_it(client: FlaskClient) -> None:
    address = begin(client)
    assert "deleted on" in client.get("/en/drafts").text

    client.post(f"{address}/keep", data={"keep": "yes"})

    assert "deleted on" not in client.get("/en/drafts").text


def test_the_treaties_that_carry_the_request_are_offered_and_the_leading_one_and_its_authority_filled_in(
    client: FlaskClient,
) -> None:
    client.post("/en/drafts/new", data=BEGIN | {"requested": "KZ"})

    page = parse(client.get(f"/en/drafts/{newest().public_id}/basis"))

    assert held(newest()).treaties[0] == "kz-kg-mla-1996"
    assert held(newest()).requested_authority == "kz-prosecutor-general"
    offered = [box["value"] for box in page.all("input[name=treaties]")]
    assert offered.index("kz-kg-mla-1996") < offered.index("chisinau-2002") < offered.index("untoc")
    assert "kz-kg-extradition-1997" not in offered
