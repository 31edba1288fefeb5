"""What a draft refuses: what would make it too large for a document, and numbers that no version has."""

import pytest
from flask import Flask

from directory.drafts.service import writing
from tests.drafts.conftest import begun, browser_of, held, person


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
