"""Which readings have the words that somebody looks for."""

import pytest

from directory.access.disclosure_log import begin, take
from directory.access.gate import Reading, read
from directory.access.viewer import ANONYMOUS, Viewer
from directory.access.word_filter import LONGEST_WORDS_CHARACTERS, contains_words, normalized_words
from directory.models import Authority, FocalPoint, Texts
from directory.vocabulary import Role
from tests import factories

NAME = Texts("ru", {"ru": "Генеральная прокуратура", "en": "Café of Prosecutors"})


@pytest.fixture
def office(context: None) -> Reading:
    return read(ANONYMOUS, Authority(key="office", name=NAME, authority_kind="judicial_body"))


@pytest.mark.parametrize(
    ("words", "has_them"),
    [
        ("prokuratura", True),
        ("ПРОКУРАТУРА cafe", True),
        ("prosecutors of", True),
        ("prosecutors wombat", False),
        ("judicial", False),
        ("", True),
    ],
)
def test_all_words_are_looked_for_in_every_language_and_script(office: Reading, words: str, has_them: bool) -> None:
    assert contains_words(office, ["name", "note"], words) is has_them


def test_a_detail_that_holds_one_value_is_looked_through_as_well(office: Reading) -> None:
    assert contains_words(office, ["name", "authority_kind"], "judicial cafe")


def test_what_is_looked_through_is_shown_to_nobody(context: None) -> None:
    person = Viewer(Role.PRACTITIONER, 7, "KG", frozenset({"casc"}))
    desk = FocalPoint(key="desk", network_key="casc", members_note=factories.english("Ring twice"))
    begin()

    assert contains_words(read(person, desk), ["members_note"], "twice")
    assert not contains_words(read(ANONYMOUS, desk), ["members_note"], "twice")
    assert take() == {}


def test_words_that_are_asked_for_are_parted_by_single_spaces_and_not_too_many() -> None:
    assert normalized_words("  two \n words ") == "two words"
    assert len(normalized_words("x" * 999)) == LONGEST_WORDS_CHARACTERS == 200
