"""What a draft refuses: what would make it too large for a document, and numbers that no version has."""

import pytest
from flask import Flask

from directory.drafts.content import DraftPerson
from directory.drafts.queries.drafts import content_of, get_owned
from directory.drafts.service import writing
from directory.errors import InvalidInput
from directory.transaction import committing
from directory.web.request_validation import MOST_VALUES_OF_A_FIELD
from tests.drafts.conftest import ITEM, begun, browser_of, held, person, viewer


@pytest.mark.parametrize(
    ("typed", "is_refused"),
    [
        ("q" + "\u0301" * 30, False),
        ("q" + "\u0301" * 31, True),
        ("\u0628" + "\u064b" * 31, True),
        ("q" + "\u0301\u200d" * 16, True),
        ("q" + "\U000e0061" * 31, True),
        ("a\u0301" * 40, False),
    ],
    ids=["thirty", "one more", "Arabic", "with joiners", "with tags", "one on each letter"],
)
def test_more_marks_on_a_letter_than_any_language_has_are_refused_and_what_was_typed_stays(
    site: Flask, typed: str, is_refused: bool
) -> None:
    owner = person()
    draft = begun(owner, persons=(DraftPerson(1, "witness"),))
    client, address = browser_of(site, owner), f"/en/drafts/{draft.public_id}"

    written = client.post(f"{address}/facts", data={"seen": "1", "text-facts": typed})
    asked = {"language": "en", "file_format": "pdf", "identity_1": typed}
    made = client.post(f"{address}/document", data=asked)

    assert (written.status_code, made.status_code) == ((422, 422) if is_refused else (303, 200))
    assert not is_refused or all(typed in page.text and "30 marks" in page.text for page in (written, made))


def test_a_document_that_no_font_shows_names_the_character_and_its_place_and_keeps_what_was_typed(site: Flask) -> None:
    owner = person()
    draft = begun(owner, persons=(DraftPerson(1, "witness"),))
    with committing():
        writing.save(viewer(owner), draft, "facts", held(draft).with_texts({"facts": "an otter \ue000"}, "en"), 1)

    asked = {"language": "en", "file_format": "pdf", "identity_1": "Li \U0001f9a6"}
    answer = browser_of(site, owner).post(f"/en/drafts/{draft.public_id}/document", data=asked)

    assert answer.status_code == 422
    assert "U+E000, Summary of the facts" in answer.text
    assert "U+1F9A6, Witness 1" in answer.text
    assert "Li \U0001f9a6" in answer.text


@pytest.mark.parametrize(
    ("part", "name", "code"),
    [
        ("measures", "measures", "hearing_witness"),
        ("conditions", "assurances", "use"),
        ("checklist", "done", ITEM),
    ],
)
def test_a_box_counts_once_however_often_it_is_sent(site: Flask, part: str, name: str, code: str) -> None:
    owner = person()
    draft = begun(owner, measures=("records",))

    data = {"seen": "1", name: [code] * MOST_VALUES_OF_A_FIELD}
    answer = browser_of(site, owner).post(f"/en/drafts/{draft.public_id}/{part}", data=data)

    assert answer.status_code == 303, answer.text
    assert getattr(held(draft), name) == (code,)


def test_a_draft_begins_with_each_measure_once_however_often_it_is_sent(site: Flask) -> None:
    owner = person()
    asked = {"requesting": "KG", "requested": "FR", "offence": "other", "measures": ["hearing_witness"] * 900}

    answer = browser_of(site, owner).post("/en/drafts/new", data=asked)

    address = answer.location.partition("/drafts/")[2].partition("/")[0]
    assert content_of(get_owned(viewer(owner), address)).measures == ("hearing_witness",)


def test_a_draft_that_was_stored_with_repeats_has_each_code_once(site: Flask) -> None:
    draft = begun(person(), measures=("hearing_witness",) * 4_000, treaties=("untoc", "untoc"))

    assert (held(draft).measures, held(draft).treaties) == (("hearing_witness",), ("untoc",))


@pytest.mark.parametrize("number", ["9", "1" * 19, "1" * 30])
def test_a_version_that_there_is_not_cannot_be_taken_up(site: Flask, number: str) -> None:
    owner = person()
    draft = begun(owner)

    answer = browser_of(site, owner).post(f"/en/drafts/{draft.public_id}/versions/{number}")

    assert answer.status_code == 404


def test_a_draft_larger_than_any_document_is_refused_and_what_was_typed_stays(
    site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_CHARACTERS", 100)
    owner = person()
    draft, typed = begun(owner), "An otter " * 20

    answer = browser_of(site, owner).post(
        f"/en/drafts/{draft.public_id}/facts", data={"seen": "1", "text-purpose": typed}
    )

    assert answer.status_code == 422
    assert typed.strip() in answer.text
    assert "at most 100 characters" in answer.text
    assert not held(draft).has("purpose")


def test_a_draft_of_more_lines_than_any_document_has_is_refused(site: Flask) -> None:
    owner = person()
    draft = begun(owner)
    lines = dict.fromkeys(("facts", "purpose"), "a\n" * 9_000)

    with pytest.raises(InvalidInput, match=r"6,?000 lines"), committing():
        writing.save(viewer(owner), draft, "facts", held(draft).with_texts(lines, "en"), 1)

    assert not held(draft).has("purpose")


def test_no_document_is_made_of_a_draft_that_was_stored_with_more_lines(site: Flask) -> None:
    owner = person()
    draft = begun(owner)
    with committing(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "MOST_LINES", 20_000)
        writing.save(viewer(owner), draft, "facts", held(draft).with_texts({"facts": "a\n" * 9_000}, "en"), 1)

    asked = {"language": "en", "file_format": "pdf"}
    answer = browser_of(site, owner).post(f"/en/drafts/{draft.public_id}/document", data=asked)

    assert answer.status_code == 422
    assert "lines" in answer.text
