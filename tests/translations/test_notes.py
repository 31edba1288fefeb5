"""What translators are told of the strings: `notes.csv`, one place for all of it, and the template that carries it."""

from tests.conftest import PROJECT
from tests.translations.catalogues import NOTES, notes, read_notes, rows_of_the_code, singular, strings_of_the_code
from tests.translations.template import FILE, template

VOCABULARY = "directory/vocabulary/"
WORDS_OF_A_SHORT_STRING = 3


def test_every_short_string_and_every_label_of_a_vocabulary_has_a_note_or_a_context() -> None:
    """Few words say too little of themselves, and a label is a verdict that a reader acts upon."""
    known = notes()
    bare = {
        singular(string)
        for file, _line, string, _comments, context in rows_of_the_code()
        if not context
        and (None, singular(string)) not in known
        and (file.startswith(VOCABULARY) or len(singular(string).split()) <= WORDS_OF_A_SHORT_STRING)
    }

    assert sorted(bare) == []


def test_every_note_stands_beside_a_string_of_the_code() -> None:
    assert sorted(string for _context, string in notes().keys() - strings_of_the_code()) == []


def test_notes_are_sorted_and_each_says_something_once() -> None:
    rows = read_notes()
    keys = [(row["msgid"], row["msgctxt"]) for row in rows]

    assert keys == sorted(set(keys))
    assert [row["msgid"] for row in rows if not row["note"].strip()] == []


def test_no_note_stands_in_the_code() -> None:
    """A string is called in many places: two of them would tell translators two things."""
    folders = (PROJECT / "directory", PROJECT / "templates")
    sources = [path for folder in folders for ending in ("*.py", "*.html") for path in folder.rglob(ending)]

    assert [path.name for path in sources if "Translators:" in path.read_text()] == []


def test_the_template_holds_the_strings_of_the_code_and_their_notes() -> None:
    """`make messages` writes it."""
    assert FILE.read_bytes() == template()
    assert NOTES.parent == FILE.parent
