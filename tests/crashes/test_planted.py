"""`flask index verify` finds whatever was planted in the index or behind the change log."""

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from directory.extensions import db
from directory.search import sync
from directory.search.documents import documents_of
from search_index import SearchIndex
from search_index.storage import segment_file
from search_index.storage.generations import MANIFEST

pytestmark = pytest.mark.usefixtures("index_at_once")

ENTRY = ("authority", "kg-prosecutor-general")
DOCUMENT = "authority:kg-prosecutor-general"
PLANTED = "zephyrbark"


def index_of(app: Flask) -> SearchIndex:
    index: SearchIndex = app.extensions["search_index"]
    return index


def remove_the_document(app: Flask) -> None:
    index_of(app).apply((), [DOCUMENT], sync.last_change())


def alter_the_document(app: Flask) -> None:
    (document,) = documents_of([ENTRY])
    index_of(app).apply([replace(document, notes=(PLANTED,))], (), sync.last_change())


def add_a_document(app: Flask) -> None:
    (document,) = documents_of([ENTRY])
    index_of(app).apply([replace(document, key=f"{DOCUMENT}-of-nowhere")], (), sync.last_change())


def change_the_row_behind_the_log(app: Flask) -> None:
    row = """UPDATE authority SET note = '{"original": "en", "texts": {"en": "zephyrbark"}}' WHERE key = :key"""
    db.session.execute(text(row), {"key": ENTRY[1]})
    db.session.commit()


def remove_a_row_behind_the_log(app: Flask) -> None:
    db.session.execute(text("DELETE FROM competence WHERE authority_key = :key"), {"key": ENTRY[1]})
    db.session.commit()


def plant_a_name(app: Flask) -> None:
    """Write what is searched again as it is but for a word of the document's names, and seal the index."""
    layout = index_of(app)._layout
    with layout.writing() as draft:
        for path in layout.current({}).folder.iterdir():
            if path.suffix == ".packed":
                segment = segment_file.read(path)
                named, places = segment.doc_names, segment.doc_names.numbers.copy()
                # The first place of a document is that of a whole name, the second of its first word.
                word = named.starts[segment.keys.index(DOCUMENT)] + 1
                places[word] = (places[word] + 1) % len(segment.words)
                segment_file.write(draft / path.name, replace(segment, doc_names=replace(named, numbers=places)))
            elif path.name != MANIFEST:
                os.link(path, draft / path.name)
        layout.publish(draft, sync.last_change(), {})


PLANTS: list[tuple[Callable[[Flask], None], str]] = [
    (remove_the_document, f"{DOCUMENT}: not in the index"),
    (alter_the_document, f"{DOCUMENT}: notes has 'zephyrbark', but should not"),
    (add_a_document, f"{DOCUMENT}-of-nowhere: in the index, but should not be there"),
    (change_the_row_behind_the_log, f"{DOCUMENT}: notes lacks 'zephyrbark'"),
    (remove_a_row_behind_the_log, f"{DOCUMENT}: facets has"),
    (plant_a_name, f"{DOCUMENT}: what is stored differs"),
]


@pytest.mark.long(each=2)
@pytest.mark.parametrize(("plant", "line"), PLANTS, ids=[plant.__name__ for plant, _ in PLANTS])
def test_a_planted_difference_fails_the_verification_which_names_the_entry(
    small_app: Flask, plant: Callable[[Flask], None], line: str
) -> None:
    plant(small_app)

    result = small_app.test_cli_runner().invoke(args=["index", "verify"])

    assert result.exit_code == 1
    assert line in result.output
    assert not [said for said in result.output.splitlines() if DOCUMENT not in said and "differences." not in said]


def test_a_rebuild_makes_good_what_was_planted(small_app: Flask) -> None:
    plant_a_name(small_app)
    runner = small_app.test_cli_runner()

    rebuilt = runner.invoke(args=["index", "rebuild"])

    assert rebuilt.exit_code == 0
    assert runner.invoke(args=["index", "verify"]).exit_code == 0
