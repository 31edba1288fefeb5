"""Queries typed with another keyboard layout than was meant."""

from collections.abc import Callable

import pytest

from search_index import Document, Query, SearchIndex
from search_index.text.keyboards import retyped

Build = Callable[..., SearchIndex]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghbdtn", "привет"),
        ("Руддщ цщкдв", "hello world"),
        ("0fpf0cnfy", "қазақстан"),
        ("njsbrbcnjy", "тоҷикистон"),
        ("op,trbcnjy", "ўзбекистон"),
        ("ифю", "baş"),
        (";h.hosjhk", "كازاخستان"),
    ],
)
def test_a_text_is_typed_again_with_other_layouts(typed: str, meant: str) -> None:
    assert meant in retyped(typed)


@pytest.mark.parametrize("text", ["", "中国", "საქართველო", "Հայաստան"])
def test_a_text_of_no_such_layout_stays(text: str) -> None:
    assert set(retyped(text)) <= {text}


def test_a_query_on_the_wrong_layout_is_searched_as_it_was_meant_and_says_so(build: Build) -> None:
    index = build(Document(key="one", names=("Прокуратура Казахстана",)), Document(key="two", names=("Rfpf",)))

    results = index.search(Query("ghjrehfnehf rfpf[cnfyf"))

    assert (results.keys, results.did_you_mean, results.ignored) == (("one",), "прокуратура казахстана", ())


def test_a_query_that_is_found_as_typed_stays(build: Build) -> None:
    index = build(Document(key="one", names=("ghbdtn",)), Document(key="two", names=("привет",)))

    assert index.search(Query("ghbdtn")).keys == ("one",)
