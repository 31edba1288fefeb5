"""A draft as a letter: what stands where, what is a blank, and on which article an assurance rests."""

import csv
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from flask import Flask
from pypdf import PdfReader

from directory import clock, i18n
from directory.access.viewer import ANONYMOUS
from directory.drafts.content import DraftContent, DraftPerson
from directory.drafts.presenters.document import paper_of
from directory.drafts.presenters.formulas import closing, opening_of
from directory.drafts.queries.assurances import offered
from directory.extensions import db
from directory.formats.papers import BlockKind, Paper, PaperVersion
from directory.formats.pdf_files import write_pdf
from directory.i18n import LANGUAGES
from directory.models import Legislation
from directory.seeding.load import FOLDER
from directory.sentences import listed
from directory.treaties.citations import joined_article
from directory.vocabulary import ASSURANCES
from tests import factories
from tests.drafts.conftest import REQUESTED, REQUESTING, begun, browser_of, office, person

EMPTY = DraftContent(requesting=REQUESTING, requested=REQUESTED)
WHOLE = replace(
    EMPTY,
    measures=("video_hearing", "records"),
    offence="tip",
    treaties=("untoc",),
    persons=(DraftPerson(1, "witness", "FR"),),
    assurances=("reciprocity", "use"),
).with_texts({"facts": "How an otter was sold", "attachments": "The law\nThe decision"}, "en")


def letter(site: Flask, content: DraftContent, *languages: str, **how: Any) -> Paper:
    with site.test_request_context("/en/"):
        return paper_of(ANONYMOUS, content, languages or ("en",), clock.now(), {}, **how)


def words(version: PaperVersion | None) -> str:
    blocks = version.blocks if version else ()
    return "\n".join("".join(piece.text for piece in line) for block in blocks for line in block.lines)


def test_the_sheet_before_a_letter_in_which_nothing_is_written_is_one_page(site: Flask) -> None:
    unwritten = replace(EMPTY, measures=("hearing_witness",), treaties=("untoc",), is_urgent=True)

    pages = PdfReader(BytesIO(write_pdf(letter(site, unwritten)))).pages

    assert "Blanks to fill in by hand" in pages[0].extract_text()


def blanks(version: PaperVersion) -> set[str]:
    return {piece.text for block in version.blocks for line in block.lines for piece in line if piece.is_blank}


def test_a_letter_has_a_head_an_addressee_numbered_paragraphs_a_formula_and_enclosures(site: Flask) -> None:
    (version,) = letter(site, WHOLE).versions

    kinds = [block.kind for block in version.blocks]
    assert kinds[:4] == [BlockKind.LETTERHEAD, BlockKind.LINES, BlockKind.ADDRESSEE, BlockKind.TITLE]
    numbers = [block.number for block in version.blocks if block.number]
    assert numbers == list(range(1, len(numbers) + 1))
    text = words(version)
    assert "United Nations Convention against Transnational Organized Crime (15 November 2000" in text
    assert text.index("How an otter was sold") < text.index("highest consideration") < text.index("2. The decision")


@pytest.mark.parametrize("content", [DraftContent(), EMPTY, WHOLE], ids=["nothing", "begun", "written"])
def test_every_blank_is_listed_on_the_sheet_before_the_letter(site: Flask, content: DraftContent) -> None:
    made = letter(site, content)

    assert blanks(made.versions[0]) >= {"[number]", "[date of signature]", "[signature]", "[place of the seal]"}
    assert [one for one in blanks(made.versions[0]) if one not in words(made.cover)] == []
    assert "Draft, not legal advice" in words(made.cover)
    assert "Draft" not in words(made.versions[0])


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_no_letter_names_the_site_or_the_draft(site: Flask, kind: str) -> None:
    owner = person(office())
    draft = begun(owner)
    sent = {"language": "en", "other": "", "file_format": kind}

    file = BytesIO(browser_of(site, owner).post(f"/en/drafts/{draft.public_id}/document", data=sent).data)

    if kind == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(file).pages)
    else:
        made = Document(file)
        feet = [one.text for section in made.sections for one in section.footer.paragraphs]
        text = "\n".join([*(one.text for one in made.paragraphs), *feet])
    assert "How an otter was sold" in text
    assert [one for one in ("http", "drafts/", draft.public_id, "SHA-256") if one in text] == []


def test_an_assurance_names_the_article_of_the_treaty_on_which_the_request_rests_and_no_other(site: Flask) -> None:
    resting, without = (words(letter(site, replace(WHOLE, treaties=one)).versions[0]) for one in (("untoc",), ()))

    assert "another use. (UNTOC (Palermo Convention), art. 18(19))" in resting
    assert "another use." in without
    assert "18(19)" not in without


def test_each_article_of_an_assurance_is_a_paragraph_that_was_read() -> None:
    with (FOLDER / "treaty_rules.csv").open(encoding="utf-8", newline="") as file:
        read = {(row["treaty"], joined_article(row["article"], row["paragraph"])) for row in csv.DictReader(file)}

    assert {article for one in ASSURANCES.values() for article in one.articles} - read == set()


@pytest.mark.parametrize(
    ("measure", "fitting", "other"),
    [
        ("extradition", {"speciality", "death_penalty", "fair_treatment", "reciprocity"}, {"use", "safe_conduct"}),
        ("video_hearing", {"use", "confidentiality", "costs", "no_punishment"}, {"speciality", "death_penalty"}),
        ("bank_data", {"use", "confidentiality", "costs"}, {"speciality", "no_punishment", "return"}),
    ],
)
def test_assurances_are_offered_by_measure(measure: str, fitting: set[str], other: set[str]) -> None:
    found = set(offered(replace(EMPTY, measures=(measure,))))

    assert fitting <= found
    assert not other & found
    assert other <= set(offered(replace(EMPTY, measures=(measure,), assurances=tuple(other))))


def test_first_and_last_sentence_are_of_each_language(site: Flask) -> None:
    def formulas(language: str) -> tuple[str, str]:
        with site.test_request_context("/en/"), i18n.in_language(language):
            return opening_of(EMPTY), closing()

    assert len({formulas(language) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_languages_have_the_same_paragraphs(site: Flask, language: str) -> None:
    first, second = letter(site, WHOLE, language, "en", is_side_by_side=True).versions

    assert [(one.kind, one.number) for one in first.blocks] == [(one.kind, one.number) for one in second.blocks]


def test_a_letter_in_another_language_than_the_page_joins_in_its_own(site: Flask) -> None:
    with site.test_request_context("/en/"):
        with i18n.in_language("fr"):
            assert listed(["a", "b"]) == "a et b"
        assert listed(["a", "b"]) == "a and b"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({}, "In Russian the letter has headings and blanks alone"),
        ({"attachments": "Закон"}, "1 text has no translation into Russian"),
        ({"attachments": "Закон", "facts": "Продана выдра"}, ""),
    ],
    ids=["nothing", "a part", "all"],
)
def test_the_first_sheet_says_what_the_second_language_lacks(site: Flask, texts: dict[str, str], said: str) -> None:
    sheet = words(letter(site, WHOLE.with_texts(texts, "ru"), "en", "ru", is_side_by_side=True).cover)

    plain = sheet.replace("\u2068", "").replace("\u2069", "")
    assert said in plain
    assert ("Russian" in plain) is bool(said)


@pytest.mark.parametrize("languages", [("fr", "en"), ("ar", "fr"), ("fr",)])
def test_the_first_sheet_says_that_the_first_language_is_empty(site: Flask, languages: tuple[str, ...]) -> None:
    content = EMPTY.with_texts({"facts": "Otters were sold"}, "en")

    told = [one.text for one in letter(site, content, *languages).cover.blocks[2].lines[0]]

    with i18n.in_language(languages[0]):
        name = i18n.language_name(languages[0], languages[0])
    assert name in "".join(told)


def test_two_unknown_addresses_are_two_blanks_on_the_first_sheet(site: Flask) -> None:
    sheet = words(letter(site, EMPTY, "en").cover)

    assert "[Requesting authority: postal address] · " in sheet
    assert "[Requested authority: postal address] · " in sheet


def test_the_lines_for_the_signature_are_level_in_two_columns(site: Flask) -> None:
    """A block begins level with its neighbour, so the closing formula, which may wrap, is a block of its own."""
    for version in letter(site, EMPTY, "en", "ru", is_side_by_side=True).versions:
        *_, formula, lines = version.blocks
        assert not any(piece.is_blank for line in formula.lines for piece in line)
        assert all(piece.is_blank for line in lines.lines for piece in line)
        assert len(lines.lines) == 4


@pytest.mark.parametrize(
    ("language", "cited"),
    [
        ("en", "Criminal Code, No. 226-V of 3 July 2014, 128"),
        ("ru", "Criminal Code, № 226-V от 3 июля 2014\u202fг., 128"),
        ("ar", "Criminal Code, رقم \u2068226-V\u2069 بتاريخ 3 يوليو 2014, 128"),
    ],
)
def test_a_law_is_cited_as_the_language_of_the_letter_does(site: Flask, language: str, cited: str) -> None:
    law = {"key": "kg-code", "jurisdiction_key": REQUESTING, "title": factories.english("Criminal Code")}
    db.session.merge(Legislation(**law, law_kind="law", citation="No. 226-V of 2014-07-03", article="128"))
    db.session.commit()

    shown = words(letter(site, replace(WHOLE, laws=("kg-code",)), language).versions[0])

    assert cited in shown
