"""What is declared searchable is searched: the documents of the index follow the declarations of details."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.policy import is_public
from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.models import Designation, Entry, details_of
from directory.models.change import MODELS_BY_KIND
from directory.models.details import DeclaredDetail
from directory.search import sync
from directory.search.documents import BUILDERS, documents_of
from directory.search.names import labels
from directory.search.queries import SearchQuery, find
from directory.search.restricted_terms import pages_of
from directory.transaction import committing
from directory.vocabulary import Audience
from tests import factories
from tests.matrix.entries import holding
from tests.stored import add_states

WORD = "zorilvane"


def public_details() -> Iterator[tuple[type[Entry], DeclaredDetail]]:
    """Yield the searchable details that everyone may read, in all rows or in some."""
    for model in MODELS_BY_KIND.values():
        for declared in details_of(model):
            audience = declared.detail.audience
            if declared.detail.is_searchable and (not isinstance(audience, Audience) or is_public(audience)):
                yield model, declared


def is_held(model: type[Entry], declared: DeclaredDetail) -> bool:
    """Return whether documents hold what one row that a document is made of says in a detail."""
    rows = (
        row for row in db.session.scalars(select(model).order_by(model.key)) if set(dict(pages_of(row))) & {*BUILDERS}
    )
    row, value = next(rows), said(declared)
    with committing():
        setattr(row, declared.name, value)
    texts = [text for document in documents_of(list(pages_of(row))) for text in texts_of(document)]
    wanted = (
        labels(declared.detail.vocabulary, value)[0] if declared.detail.vocabulary is not None else word_of(declared)
    )
    return any(wanted in text for text in texts)


def said(declared: DeclaredDetail) -> Any:
    vocabulary = declared.detail.vocabulary
    return next(reversed([*vocabulary])) if vocabulary is not None else holding(declared, word_of(declared))


def word_of(declared: DeclaredDetail) -> str:
    return WORD[: getattr(declared.column_type, "length", None)]


def texts_of(document: Any) -> Iterator[str]:
    for texts in (document.names, document.keywords, document.notes, document.numbers, *document.topics):
        yield from texts


def test_a_document_holds_what_each_public_searchable_detail_says(small_app: Flask) -> None:
    missing = [f"{model.KIND}.{one.name}" for model, one in public_details() if not is_held(model, one)]

    assert missing == []


@pytest.mark.parametrize(
    ("row", "name", "entry"),
    [
        (factories.focal_point(hours=factories.english(WORD)), "hours", "focal_point:test-desk"),
        (
            Designation(key="one", authority_key="test-authority", words=factories.english(WORD)),
            "words",
            "authority:test-authority",
        ),
    ],
    ids=["an entry", "a part of one"],
)
def test_a_detail_is_found_once_it_is_declared_searchable(
    empty_app: Flask, monkeypatch: pytest.MonkeyPatch, row: Entry, name: str, entry: str
) -> None:
    add_states()
    factories.add(factories.authority(), row)
    assert find(ANONYMOUS, SearchQuery(WORD)).keys == ()

    info = type(row).__table__.columns[name].info
    with monkeypatch.context() as patch:
        patch.setitem(info, "detail", dataclasses.replace(info["detail"], is_searchable=True))
        details_of.cache_clear()
        sync.rebuild()
        found = find(ANONYMOUS, SearchQuery(WORD)).keys
    details_of.cache_clear()

    assert found == (entry,)


def test_a_postal_address_finds_its_office(small_app: Flask) -> None:
    factories.add(factories.authority(), factories.contact(f"1 {WORD} Street", means="address"))

    assert find(ANONYMOUS, SearchQuery(WORD)).keys == ("authority:test-authority",)
