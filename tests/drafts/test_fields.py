"""Checklist, pages of the parts and papers say the same of each field of a draft, in whatever language it is in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from flask import Flask, render_template_string
from pypdf import PdfReader

from directory import clock, i18n
from directory.access.viewer import ANONYMOUS
from directory.drafts.content import DraftContent, DraftPerson
from directory.drafts.forms.base import PartForm
from directory.drafts.forms.parts import part_form
from directory.drafts.presenters.checklist import ChecklistItem, checklist
from directory.drafts.presenters.document import paper_of
from directory.extensions import db
from directory.formats.docx_files import write_docx
from directory.formats.pdf_files import write_pdf
from directory.i18n import LANGUAGES
from directory.vocabulary import DRAFT_PARTS, JOINT_POINTS, MEASURE_QUESTIONS, MEASURES
from tests import factories
from tests.drafts.conftest import COURT, ITEM, REQUESTED, REQUESTING, whole

EMPTY = DraftContent(requesting=REQUESTING, requested=REQUESTED)
# Requests whose checklists differ.
REQUESTS = {
    "nothing chosen": EMPTY,
    "witness": replace(EMPTY, measures=("hearing_witness",)),
    "service alone": replace(EMPTY, measures=("service_of_documents",)),
    "service and data": replace(EMPTY, measures=("service_of_documents", "bank_data")),
    "extradition alone": replace(EMPTY, measures=("extradition",)),
    "urgent": replace(EMPTY, measures=("records",), is_urgent=True),
    "team": replace(EMPTY, measures=("joint_investigation",)),
}
# Where each item is written, by the names of the page's fields: written out here, apart from the table of the product.
FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "requesting_authority": ("parties", ("requesting_authority",)),
    "subject_and_nature": ("case", ("text-subject", "text-body")),
    "summary_of_facts": ("facts", ("text-facts",)),
    "assistance_sought": ("measures", ("measures",)),
    "identity_and_place": ("persons", ("nationality_1", "text-person.1")),
    "purpose": ("facts", ("text-purpose",)),
    "legal_basis": ("basis", ("treaties", "text-basis")),
    "text_of_law": ("case", ("text-law", "laws")),
    "reasons_for_urgency": ("conditions", ("text-urgency",)),
    "limits_of_use": ("conditions", ("assurances",)),
    "contact_person": ("parties", ("text-contact",)),
}
TEXTS: Mapping[str, tuple[str, ...]] = {
    "subject_and_nature": ("subject", "body"),
    "summary_of_facts": ("facts",),
    "purpose": ("purpose",),
    "legal_basis": ("basis",),
    "text_of_law": ("law",),
    "contact_person": ("contact",),
}
# What is written under a measure, and the item that it is.
ELSEWHERE = {
    "hearing_witness.whom": "identity_and_place",
    "restitution.claimants": "identity_and_place",
    "spontaneous_information.limits": "limits_of_use",
}


def form_of(part: str, content: DraftContent) -> PartForm:
    return part_form(ANONYMOUS, part, content, {}, 1, "en")


def says_optional(form: PartForm, name: str) -> bool:
    macro = "{% from 'components/form.html' import optional %}{{ optional(field) }}"
    form[name].data = None
    return "(optional)" in render_template_string(macro, field=form[name])


def items(content: DraftContent) -> dict[str, ChecklistItem]:
    return {one.code: one for one in checklist(ANONYMOUS, content, "en").items if not one.is_ticked}


def fields_of(content: DraftContent) -> Iterator[tuple[str, str, str]]:
    """Yield each field of an item that is asked for, with its code and its part."""
    for code in items(content):
        part, names = FIELDS[code]
        needed = code == "assistance_sought"
        asked = [f"text-{one}.{name}" for one in content.measures for name in MEASURE_QUESTIONS[one].needed if needed]
        yield from ((code, part, name) for name in (*names, *asked))


@pytest.mark.long(each=3)
@pytest.mark.parametrize("which", REQUESTS)
def test_a_field_is_called_optional_where_its_item_is_not_mandatory_and_nowhere_else(site: Flask, which: str) -> None:
    content = REQUESTS[which]
    with site.test_request_context("/en/"):
        is_mandatory = {code: one.is_mandatory for code, one in items(content).items()}
        forms = {part: form_of(part, content) for part in DRAFT_PARTS}
        wrong = [
            (code, name)
            for code, part, name in fields_of(content)
            if says_optional(forms[part], name) == is_mandatory[code]
        ]

    assert wrong == []


@pytest.mark.parametrize("measure", MEASURES)
def test_questions_that_a_measure_does_not_need_are_called_optional(site: Flask, measure: str) -> None:
    content = replace(EMPTY, measures=(measure,))
    with site.test_request_context("/en/"):
        form = form_of("measures", content)
        further = [f"text-{measure}.{one}" for one in MEASURE_QUESTIONS[measure].further]

        assert [name for name in further if not says_optional(form, name)] == []


def test_a_role_that_a_row_may_need_is_not_called_optional(site: Flask) -> None:
    with site.test_request_context("/en/"):
        assert not says_optional(form_of("persons", EMPTY), "role_1")


@pytest.mark.parametrize("part", DRAFT_PARTS)
def test_each_part_is_taken_with_nothing_in_it(site: Flask, part: str) -> None:
    with site.test_request_context("/en/", method="POST", data={"seen": "1"}):
        form = form_of(part, EMPTY)

        assert form.validate(), form.errors


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", TEXTS)
def test_what_is_written_in_any_one_language_is_not_missing(site: Flask, code: str, language: str) -> None:
    content = EMPTY.with_texts(dict.fromkeys(TEXTS[code], "sic"), language)

    assert items(content)[code].is_there
    assert items(content)[code].empty == ()


def test_the_fields_of_an_item_may_be_written_in_different_languages(site: Flask) -> None:
    content = EMPTY.with_texts({"subject": "sic"}, "ru").with_texts({"body": "sic"}, "ar")

    assert items(content)["subject_and_nature"].is_there


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_written_under_a_measure_is_not_missing_elsewhere(site: Flask, name: str) -> None:
    content = replace(EMPTY, measures=(name.partition(".")[0],)).with_texts({name: "sic"}, "fr")

    assert items(content)[ELSEWHERE[name]].is_there


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ({"subject": "sic"}, ["Authority that conducts them: its name and functions"]),
        ({"body": "sic"}, ["Subject and nature of the proceedings"]),
    ],
)
def test_of_an_item_that_is_half_written_only_the_other_half_is_missing(
    site: Flask, texts: dict[str, str], missing: list[str]
) -> None:
    item = items(EMPTY.with_texts(texts, "en"))["subject_and_nature"]

    assert not item.is_there
    assert [one.text for one in item.still_to_write] == missing


def test_a_measure_that_is_chosen_is_not_missing_while_a_question_of_it_is(site: Flask) -> None:
    content = replace(EMPTY, measures=("hearing_witness",)).with_texts({"hearing_witness.topics": "sic"}, "en")
    with site.test_request_context("/en/"):
        item = items(content)["assistance_sought"]

        assert [one.text for one in item.still_to_write] == ["Who it is about, by role and number"]


def first_page(site: Flask, content: DraftContent, languages: list[str], kind: str) -> str:
    """Return the words of the frame on the first page, in one line."""
    with site.test_request_context("/en/"):
        paper = paper_of(ANONYMOUS, content, languages, clock.now(), {})
        if kind == "pdf":
            return " ".join(
                " ".join(page.extract_text() for page in PdfReader(BytesIO(write_pdf(paper))).pages).split()
            )
        return " ".join(one.text for one in Document(BytesIO(write_docx(paper))).paragraphs)


@pytest.mark.long(each=6)
@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize("languages", [["en"], ["en", "fr"], ["fr", "en"]], ids="-".join)
@pytest.mark.parametrize("written_in", ["en", "fr", "ru"])
def test_no_paper_calls_missing_what_is_written_in_whatever_language(
    site: Flask, written_in: str, languages: list[str], kind: str
) -> None:
    complete = whole(replace(EMPTY, measures=("hearing_witness",), treaties=("untoc",), assurances=("use",)))
    texts = {name: {written_in: found["en"]} for name, found in complete.texts.items()}

    words = first_page(site, replace(complete, texts=texts), languages, kind)

    assert [one for one in ("Missing and mandatory", "Not written, and asked") if one in words] == []


def test_what_nobody_has_ticked_is_called_that_and_not_missing(site: Flask) -> None:
    content = replace(whole(replace(EMPTY, measures=("hearing_witness",))), done=())
    found = checklist(ANONYMOUS, content, "en")

    words = first_page(site, content, ["en"], "docx")

    assert ITEM not in {one.code for one in found.missing}
    assert "Missing and mandatory" not in words
    assert COURT in words.partition("not ticked in the checklist:")[2]


TEAM_RULES = ("law", "evidence", "costs", "confidentiality", "media")


@pytest.mark.parametrize(("question", "points"), [("team_rules", TEAM_RULES), ("team", ("leader", "members"))])
def test_a_point_that_a_question_of_the_team_names_is_not_asked_for_again(
    site: Flask, question: str, points: tuple[str, ...]
) -> None:
    team: dict[str, Any] = {"measures": ("joint_investigation",), "persons": (DraftPerson(1, "witness"),)}
    content = replace(EMPTY, **team).with_texts({f"joint_investigation.{question}": "sic"}, "en")
    with site.test_request_context("/en/"):
        paper = paper_of(ANONYMOUS, content, ["en"], clock.now(), {})
        words = " ".join(piece.text for block in paper.versions[0].blocks for line in block.lines for piece in line)

    assert [point for point in points if str(JOINT_POINTS[point].question) in words] == []


def test_a_draft_asks_about_the_hearing_of_a_child_only_where_somebody_is_heard() -> None:
    assert "child" not in MEASURE_QUESTIONS["extradition"].all
    assert "child" in MEASURE_QUESTIONS["hearing_witness"].all


def test_the_sources_of_questions_are_cited_in_the_language_of_the_page(site: Flask) -> None:
    content = replace(EMPTY, measures=("hearing_witness",))

    with site.test_request_context("/ru/"), i18n.in_language("ru"):
        form = part_form(ANONYMOUS, "measures", content, {}, 1, "ru")
        hints = [str(field.description) for field in form if field.description]

    assert [one for one in hints if "art. " in one or "arts " in one] == []
    assert any("ст. 18" in one for one in hints)


def test_offices_that_send_no_requests_are_not_offered_as_requesting_authority(site: Flask) -> None:
    for kind in ("hotline", "international_organization", "judicial_body"):
        db.session.merge(factories.authority(f"kg-{kind}", authority_kind=kind))
    db.session.commit()

    with site.test_request_context("/en/"):
        form = part_form(ANONYMOUS, "parties", EMPTY, {}, 1, "en")
        offered = {choice.value for choice in form["requesting_authority"].choices}

    assert "kg-judicial_body" in offered
    assert offered.isdisjoint({"kg-hotline", "kg-international_organization"})


def test_a_text_on_a_question_that_is_asked_no_more_and_an_office_chosen_before_stay(site: Flask) -> None:
    db.session.merge(factories.authority("kg-chosen-hotline", authority_kind="hotline"))
    db.session.commit()
    chosen = replace(EMPTY, measures=("extradition",), requesting_authority="kg-chosen-hotline")
    content = chosen.with_texts({"extradition.child": "The guardian is heard too."}, "en")

    with site.test_request_context("/en/"):
        measures = part_form(ANONYMOUS, "measures", content, {}, 1, "en")
        parties = part_form(ANONYMOUS, "parties", content, {}, 1, "en")

    assert measures["text-extradition.child"].data == "The guardian is heard too."
    assert "kg-chosen-hotline" in {choice.value for choice in parties["requesting_authority"].choices}
