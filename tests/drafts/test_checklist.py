"""What a draft lacks of the items of UNTOC, art. 18(15), of the requested State's sheet and of the draft's treaties."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from flask import Flask

from directory import clock
from directory.access.facts import Text
from directory.access.viewer import ANONYMOUS
from directory.drafts.content import DraftContent
from directory.drafts.presenters.checklist import Checklist, ChecklistItem, checklist
from directory.drafts.presenters.document import paper_of
from directory.extensions import db
from directory.formats.docx_files import write_docx
from directory.formats.pdf_files import write_pdf
from directory.models import Rule
from directory.transaction import committing
from tests import factories
from tests.drafts.conftest import CONDITIONAL, ITEM, REQUESTED, REQUESTING, UNDER_TREATY, whole

EMPTY = DraftContent(requesting=REQUESTING, requested=REQUESTED)
MANDATORY = {"requesting_authority", "subject_and_nature", "summary_of_facts", "assistance_sought", "purpose", ITEM}


def missing(content: DraftContent) -> set[str]:
    found = checklist(ANONYMOUS, content, "en")
    return {one.code for one in (*found.missing_mandatory, *found.unticked_mandatory)}


def test_an_empty_draft_lacks_every_mandatory_item(site: Flask) -> None:
    assert missing(EMPTY) == MANDATORY


def test_a_whole_draft_lacks_none(site: Flask) -> None:
    assert missing(whole(replace(EMPTY, measures=("hearing_witness", "bank_data")))) == set()


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("subject", "subject_and_nature"),
        ("body", "subject_and_nature"),
        ("facts", "summary_of_facts"),
        ("purpose", "purpose"),
        ("hearing_witness.whom", "assistance_sought"),
    ],
)
def test_each_text_that_is_taken_out_is_missed(site: Flask, field: str, code: str) -> None:
    content = whole(replace(EMPTY, measures=("hearing_witness",)))

    assert missing(content.with_texts({field: ""}, "en")) == {code}


def test_a_mere_service_of_documents_needs_no_facts(site: Flask) -> None:
    def lacks(*measures: str) -> bool:
        content = whole(replace(EMPTY, measures=measures)).with_texts({"facts": ""}, "en")
        return "summary_of_facts" in missing(content)

    assert not lacks("service_of_documents")
    assert lacks("service_of_documents", "hearing_witness")


def test_extradition_alone_is_not_measured_by_the_article_on_legal_assistance(site: Flask) -> None:
    alone = replace(EMPTY, measures=("extradition",))
    assert missing(alone) == set()
    assert [one.code for one in checklist(ANONYMOUS, alone, "en").items if "UNTOC" in "".join(one.cited)] == []
    assert {"purpose", ITEM} <= missing(replace(EMPTY, measures=("extradition", "records")))


def test_persons_are_asked_for_where_possible_and_never_mandatory(site: Flask) -> None:
    (item,) = (one for one in checklist(ANONYMOUS, EMPTY, "en").items if one.code == "identity_and_place")

    assert (item.is_mandatory, item.is_there, item.note) == (False, False, "where possible")


def test_reasons_are_asked_for_where_a_request_is_urgent(site: Flask) -> None:
    def asked(content: DraftContent) -> bool:
        return any(one.code == "reasons_for_urgency" for one in checklist(ANONYMOUS, content, "en").items)

    assert not asked(EMPTY)
    assert asked(replace(EMPTY, is_urgent=True))


def test_a_rule_under_a_treaty_is_asked_where_the_draft_rests_on_it(site: Flask) -> None:
    def sheet(content: DraftContent) -> dict[str, bool]:
        return {one.code: one.is_mandatory for one in checklist(ANONYMOUS, content, "en").ticked}

    assert sheet(EMPTY) == {ITEM: True, CONDITIONAL: False}
    assert sheet(replace(EMPTY, treaties=("untoc",))) == {ITEM: True, CONDITIONAL: False, UNDER_TREATY: False}


@pytest.mark.parametrize("write", [write_docx, write_pdf])
@pytest.mark.parametrize("content", [EMPTY, DraftContent()], ids=["begun", "nothing"])
def test_an_incomplete_draft_becomes_a_document_all_the_same(site: Flask, write: object, content: DraftContent) -> None:
    with site.test_request_context("/en/"):
        assert len(write(paper_of(ANONYMOUS, content, ["en", "ru"], clock.now(), {}, is_side_by_side=True))) > 1000


def test_the_first_page_says_what_is_missing_or_nothing_of_it(site: Flask) -> None:
    def first_lines(content: DraftContent) -> str:
        with site.test_request_context("/en/"):
            made = write_docx(paper_of(ANONYMOUS, content, ["en"], clock.now(), {}))
        return "\n".join(one.text for one in Document(BytesIO(made)).paragraphs[:20])

    lacking, complete = first_lines(EMPTY), first_lines(whole(replace(EMPTY, measures=("hearing_witness",))))

    assert "Draft, not legal advice" in lacking
    assert "Missing and mandatory" in lacking
    assert "The authority that makes the request" in lacking
    assert "number of the file at the court" in lacking
    assert "Draft, not legal advice" in complete
    assert "mandatory" not in complete


@pytest.fixture
def rule(site: Flask) -> Iterator[Callable[..., str]]:
    """Return a way to have the requested State ask for one more thing, by the key of its rule, until the test ends."""
    made: list[Rule] = []

    def add(key: str, **values: Any) -> str:
        text = factories.english("the file")
        made.append(
            Rule(**{"key": key, "sheet_key": "fr-tests", "topic": "content_item", "position": 9, "text": text} | values)
        )
        factories.add(made[-1])
        return key

    yield add
    with committing():
        for one in made:
            db.session.delete(one)


def test_an_item_for_another_phase_is_none_that_the_request_lacks(site: Flask, rule: Callable[..., str]) -> None:
    item = rule("fr-transit", phase="transit", necessity="mandatory")
    found = checklist(ANONYMOUS, EMPTY, "en")

    assert item not in missing(EMPTY)
    assert [(label, [one.code for one in items]) for label, items in found.phases] == [
        ("Transit through a third State", [item])
    ]
    assert [one.phase for one in found.items][-1] == "transit"


@pytest.mark.parametrize(
    "limits",
    [
        {"towards_key": "KZ"},
        {"measures": ("extradition",)},
        {"until": date(2020, 1, 1)},
        {"since": date(2990, 1, 1)},
    ],
)
def test_an_item_that_is_not_for_this_request_is_not_asked(
    site: Flask, limits: dict[str, Any], rule: Callable[..., str]
) -> None:
    item = rule(f"fr-{next(iter(limits))}", **limits)

    content = replace(EMPTY, measures=("records",))
    assert item not in {one.code for one in checklist(ANONYMOUS, content, "en").items}


@pytest.mark.parametrize(
    ("values", "is_asked"),
    [({}, False), ({"necessity": "where_applicable"}, True), ({"items": ("translation",)}, True)],
)
def test_a_rule_on_language_or_form_is_an_item_where_it_asks_for_something(
    site: Flask, rule: Callable[..., str], values: dict[str, Any], *, is_asked: bool
) -> None:
    key = rule(f"fr-results-{len(values)}{is_asked}{''.join(values)}", topic="translation", **values)

    found = {one.code for one in checklist(ANONYMOUS, EMPTY, "en").items}

    assert bool({key, "translation"} & found) is is_asked


def test_what_a_rule_says_is_cited_by_its_state_alone(site: Flask, rule: Callable[..., str]) -> None:
    key = rule("fr-attached", topic="attachments")

    assert item(EMPTY, key).cited == ("France",)


def item(content: DraftContent, code: str) -> ChecklistItem:
    return next(one for one in checklist(ANONYMOUS, content, "en").items if one.code == code)


def test_what_the_state_and_a_treaty_ask_for_in_their_words_is_one_item_that_is_ticked_when_it_is_written(
    site: Flask, rule: Callable[..., str]
) -> None:
    key = rule("fr-facts", items=("summary_of_facts",), necessity="mandatory")
    content = replace(EMPTY, measures=("hearing_witness",), treaties=("untoc",))

    facts = item(content, "summary_of_facts")

    assert facts.cited == ("UNTOC (Palermo Convention), art. 18(15)(c)", "France")
    assert next(one.text.text for one in facts.wordings) == "the file"
    assert not facts.is_there
    assert item(content.with_texts({"facts": "sic"}, "fr"), "summary_of_facts").is_there
    assert key not in {one.code for one in checklist(ANONYMOUS, content, "en").items}


def test_a_rule_makes_an_item_mandatory_that_no_other_source_demands(site: Flask, rule: Callable[..., str]) -> None:
    content = replace(EMPTY, measures=("extradition",))
    assert "summary_of_facts" not in missing(content)

    rule("fr-facts-too", items=("summary_of_facts",), necessity="mandatory", measures=("extradition",))

    assert "summary_of_facts" in missing(content)


def test_an_item_that_no_field_holds_is_ticked_by_a_person(site: Flask, rule: Callable[..., str]) -> None:
    rule("fr-seal", items=("signature_and_seal",))

    assert item(EMPTY, "signature_and_seal").is_ticked
    assert not item(EMPTY, "signature_and_seal").is_there
    assert item(replace(EMPTY, done=("signature_and_seal",)), "signature_and_seal").is_there


def test_an_answer_to_a_question_of_the_measure_is_ticked_by_itself_where_the_measure_asks_it(
    site: Flask, rule: Callable[..., str]
) -> None:
    rule("fr-oath", items=("oath",))
    asking = replace(EMPTY, measures=("hearing_witness",))

    assert item(EMPTY, "oath").is_ticked
    assert not item(asking, "oath").is_ticked
    assert item(asking.with_texts({"hearing_witness.oath": "sic"}, "en"), "oath").is_there


def test_the_items_are_numbered_through(site: Flask) -> None:
    found = checklist(ANONYMOUS, replace(EMPTY, treaties=("untoc",)), "en").items

    assert [one.number for one in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ((), "No mandatory item is missing."),
        (("part",), "1 mandatory item is missing."),
        (("",), "1 mandatory item is not ticked."),
        (("", ""), "2 mandatory items are not ticked."),
        (("part", "", ""), "3 mandatory items are missing or not ticked."),
    ],
)
def test_one_sentence_says_what_is_missing_or_not_ticked(site: Flask, items: tuple[str, ...], sentence: str) -> None:
    made = tuple(
        ChecklistItem(str(number), number, Text("item"), (), part, is_mandatory=True, is_there=False)
        for number, part in enumerate(items)
    )
    with site.test_request_context("/en/"):
        assert Checklist(made, has_sheet=True).count_words == sentence
