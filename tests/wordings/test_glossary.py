"""A wording may not say what the glossary forbids for a term of its English."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from directory.catalogues import CatalogueKey, CatalogueString
from directory.wordings import glossary
from directory.wordings.checks import wording_faults

ENGLISH = """term,definition,pattern
extradition,The surrender of a person.,extradit
transfer,The transfer of a sentenced person.,transfer
"""
KYRGYZ = """term,translation,also,pattern,forbidden,source,seen,note
extradition,экстрадиция,,экстрадиц,өткөрүп бер = transfer; кайтарып бер = return,general knowledge,,
transfer,өткөрүп берүү,,өткөрүп бер,,general knowledge,,
"""
BEFORE = "term,translation,source,note\nextradition (of a person),экстрадиция,general knowledge,\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(glossary, "FOLDER", tmp_path)
    glossary.glossary.cache_clear()
    yield tmp_path
    glossary.glossary.cache_clear()


def string(english: str) -> CatalogueString:
    return CatalogueString(CatalogueKey("", english), (english,), ("",))


@pytest.mark.parametrize(
    ("english", "text", "fault"),
    [
        ("Extradition", "Экстрадиция", ""),
        ("Extradition", "Кайтарып берүү", "кайтарып бер"),
        ("Extradition", "Экстрадиция (өткөрүп берүү)", "өткөрүп бер"),
        ("Extradition and transfer", "Экстрадиция жана өткөрүп берүү", ""),
        ("Networks", "Кайтарып берүү", ""),
    ],
)
def test_a_forbidden_word_is_refused_where_the_english_has_the_term(
    context: None, folder: Path, english: str, text: str, fault: str
) -> None:
    (folder / "en.csv").write_text(ENGLISH)
    (folder / "ky.csv").write_text(KYRGYZ)

    found = wording_faults(string(english), "ky", [text])

    said = f"The glossary says “экстрадиция” for “extradition”, not “{fault}”."
    assert found == ({0: said} if fault else {})


def test_terms_without_patterns_and_forbidden_words_are_shown_alone(context: None, folder: Path) -> None:
    (folder / "ky.csv").write_text(BEFORE)

    assert [one.term for one in glossary.terms_in(["Requests for extradition"], "ky")] == ["extradition"]
    assert wording_faults(string("Extradition"), "ky", ["Кайтарып берүү"]) == {}


def test_a_language_without_glossary_has_no_term(context: None, folder: Path) -> None:
    assert glossary.terms_in(["Extradition"], "ky") == []
