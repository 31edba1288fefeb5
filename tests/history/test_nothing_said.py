"""A sentence of a history never tells of nothing: no empty quotation marks."""

import re

import pytest
from flask import Flask

from directory.audit.chain import record
from directory.transaction import committing
from tests import factories

KEY = "test-authority"


@pytest.fixture
def site(small_app: Flask) -> Flask:
    factories.add(factories.authority(KEY))
    return small_app


CHANGES = {
    "a text emptied that was empty": ("notice_until", None, None),
    "a list emptied that was empty": ("languages_spoken", [], []),
    "a word taken from what had none": ("status", "", ""),
    "a list filled": ("languages_spoken", [], ["ky"]),
    "a word put": ("status", "", "closed"),
    "an authority that has gone since": ("successor_key", None, "nowhere-authority"),
    "one taken off that has gone since": ("successor_key", "nowhere-authority", None),
}


@pytest.mark.parametrize(("detail", "before", "after"), CHANGES.values(), ids=CHANGES)
def test_no_sentence_holds_an_empty_word(detail: str, before: object, after: object, site: Flask) -> None:
    with committing():
        record(None, "changed", ("authority", KEY), detail, before, after)

    page = site.test_client().get(f"/en/history?kind=authority&key={KEY}").text

    assert re.findall(r"“\s*(?:<[^>]*>\s*)*”", page) == []
    assert ("closed" in page or "Closed" in page) or after != "closed"
