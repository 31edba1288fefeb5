"""Papers as DOCX and PDF: in order in every direction, tagged, with their fonts, and without a hole in silence."""

import io
import socket
import unicodedata
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document
from pypdf import PdfReader

from directory.formats import fonts
from directory.formats.docx_files import write_docx
from directory.formats.fonts import MissingGlyphs
from directory.formats.papers import Block, BlockKind, Paper, PaperVersion, TextRun, clean_text, lines_of
from directory.formats.pdf_files import write_pdf
from tests.budget.meter import processor

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MADE_AT = datetime(2026, 11, 26, 4, 5, tzinfo=UTC)
PHONE = "+996 312 54-22-32"
TITLES = {
    "en": "Request for legal assistance",
    "ru": "Запрос о правовой помощи",
    "ar": "طلب مساعدة قانونية",
    "ky": "Өкмөттүн суроо-талабы",
    "kk": "Құқықтық көмек",
    "tg": "Ҷумҳурии Тоҷикистон",
    "tk": "Türkmenistanyň ýüzlenmesi",
    "uz": "Oʻzbekiston Respublikasi",
    "az": "Azərbaycan Respublikası",
    "hy": "Հայաստանի Հանրապետություն",
    "ka": "საქართველოს პროკურატურა",
}


def version(language: str, text: str = "") -> PaperVersion:
    def said(words: str, **marks: bool) -> TextRun:
        return TextRun(words, language, **marks)

    title = said(TITLES[language])
    return PaperVersion(
        language,
        (
            Block(BlockKind.TITLE, ((title,),)),
            Block(BlockKind.NOTICE, ((said(TITLES[language], is_strong=True),), (title,))),
            Block(BlockKind.HEADING, ((title,),)),
            Block(BlockKind.ROW, ((title,), (TextRun(PHONE),))),
            Block(BlockKind.ITEM, ((title, said(f"[{TITLES[language]}]", is_blank=True)),), 1),
            Block(BlockKind.PARAGRAPH, ((said(text or TITLES[language]),),)),
        ),
    )


def paper(*languages: str, text: str = "", is_side_by_side: bool = False) -> Paper:
    versions = tuple(version(one, text) for one in languages)
    return Paper("Request", versions, MADE_AT, "https://site.example/en/drafts/abc", is_side_by_side)


def words_of(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    return "\n".join(node.text or "" for node in root.iter(f"{WORD}t"))


def visible(text: str) -> str:
    """Return a text without marks of direction, a phone number as it is typed."""
    plain = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return plain.replace("\u00a0", " ").replace("\u2011", "-")


@pytest.mark.parametrize("pair", [("en", "ru"), ("ar", "en")])
@pytest.mark.parametrize("is_side_by_side", [True, False])
def test_a_pdf_is_tagged_names_its_language_and_holds_its_fonts(pair: tuple[str, str], is_side_by_side: bool) -> None:
    made = PdfReader(io.BytesIO(write_pdf(paper(*pair, is_side_by_side=is_side_by_side))))

    catalogue = made.trailer["/Root"]
    used = [font.get_object() for page in made.pages for font in page["/Resources"]["/Font"].values()]
    described = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in used]
    # Poppler's pdfinfo reports an error for "/Suspects false", which says the same as no entry.
    assert catalogue["/MarkInfo"] == {"/Marked": True}
    assert "/StructTreeRoot" in catalogue
    assert str(catalogue["/Lang"]).startswith(pair[0])
    assert made.metadata.title == "Request"
    assert described
    assert all("/FontFile2" in one or "/FontFile3" in one for one in described)


@pytest.mark.parametrize("language", TITLES)
def test_every_language_of_the_states_is_set_without_a_hole(language: str) -> None:
    made = PdfReader(io.BytesIO(write_pdf(paper(language))))

    assert len(made.pages) == 1


def test_a_text_that_no_font_shows_is_refused_and_its_characters_are_named() -> None:
    with pytest.raises(MissingGlyphs) as refused:
        write_pdf(paper("en", text="𐎠 and 𐎢"))

    assert refused.value.places == {"𐎠": TITLES["en"], "𐎢": TITLES["en"]}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("请求 to France", "求请"),
        ("Запрос 中文", "中文"),
        ("طلب 中", "中"),
        ("an otter 🦦", "🦦"),
        ("👩\u200d⚖\ufe0f", "⚖👩"),
        ("x\ue000y", "\ue000"),
        ("\U0010fffd", "\U0010fffd"),
        ("\U000e0100 and \u0e01", "\u0e01\U000e0100"),
    ],
    ids=["chinese", "russian and chinese", "arabic and chinese", "emoji", "joined emoji", "private", "last", "odd"],
)
def test_each_character_without_a_glyph_is_named_with_its_place_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, missing: str
) -> None:
    monkeypatch.setattr(fonts, "SYSTEM", (tmp_path,))
    fonts._chinese_file.cache_clear()
    heading = Block(BlockKind.HEADING, ((TextRun("Facts", "en"),),))
    written = Block(BlockKind.PARAGRAPH, ((TextRun(text, "en"),),))

    with pytest.raises(MissingGlyphs) as refused:
        write_pdf(Paper("Request", (PaperVersion("en", (heading, written)),), MADE_AT))

    fonts._chinese_file.cache_clear()
    assert refused.value.places == dict.fromkeys(missing, "Facts")


@pytest.mark.parametrize("before", ["", " ", "a ", "a\n", "\u200b", "a\u200b", "\t"])
def test_a_mark_that_stands_on_nothing_gets_a_space_to_stand_on(before: str) -> None:
    assert clean_text(f"{before}\u0301b") == f"{before}\xa0\u0301b"


@pytest.mark.parametrize("text", ["a\u0301 b", "ب\u064b ب", "\xa0\u0301", "e\u0301\u0302", "a - b", "1\u0301"])
def test_a_mark_on_a_letter_stays_as_it_is(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize("write", [write_pdf, write_docx])
def test_words_are_never_read_as_markup(write: object) -> None:
    tricks = '#read("/etc/passwd") *bold* $x$ </w:t><w:br/> {{ 7*7 }} \x0b & "'
    made = write(paper("en", text=tricks))

    shown = words_of(made) if write is write_docx else PdfReader(io.BytesIO(made)).pages[0].extract_text()
    for part in ("#read(", "*bold*", "$x$", "<w:br/>", "{{ 7*7 }}", "&"):
        assert part in shown
    assert "\x0b" not in shown


@pytest.mark.parametrize("write", [write_pdf, write_docx])
@pytest.mark.parametrize("words", ["{{ 7*7 }} *49*", '<img src="{}">', '#image("{}")', "![]({})", "file:///etc/passwd"])
def test_words_are_neither_worked_out_nor_fetched(write: object, words: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        said = words.replace("{}", f"http://127.0.0.1:{server.getsockname()[1]}/x.png")
        made = write(paper("en", text=said))
        with pytest.raises(BlockingIOError):
            server.accept()

    shown = words_of(made) if write is write_docx else PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert said in " ".join(shown.split())
    assert b"root:" not in made


@pytest.mark.parametrize("write", [write_pdf, write_docx])
@pytest.mark.parametrize(
    "odd",
    [
        "\x00\x7f\x80\x9f\ufffe",
        "\ufeff\ufff9",
        "\u202e\u2066",
        "\u2028\u2029\x85\x0b\r",
        "\t\xa0\u3000",
        "\u200b\u00ad\ufe0f",
    ],
)
def test_what_controls_a_text_and_is_not_seen_neither_breaks_nor_turns_a_paper(write: object, odd: str) -> None:
    made = write(paper("en", text=f"before{odd}after"))

    shown = words_of(made) if write is write_docx else PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "before" in shown
    assert "after" in shown


@pytest.mark.parametrize("odd", ["\u1680", "\u070f", "\U000110bd", "\U00013430"])
def test_a_character_that_needs_a_glyph_is_named_of_whatever_kind_it_is(odd: str) -> None:
    with pytest.raises(MissingGlyphs) as refused:
        write_pdf(paper("en", text=f"before{odd}after"))

    assert list(refused.value.places) == [odd]


def test_words_in_a_language_with_its_script_are_set() -> None:
    block = Block(BlockKind.PARAGRAPH, ((TextRun("Tužilaštvo", "sr-Latn"),),))

    assert write_pdf(Paper("Request", (PaperVersion("en", (block,)),), MADE_AT)).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "around", "expected"),
    [
        ("call +996 312", "ltr", "call +996_312"),
        ("رقم +996 312 54-22", "rtl", "رقم L+996_312_54~22LR"),
        ("في 2026-11-26.", "rtl", "في L2026-11-26LR."),
        ("رقم 226-V بتاريخ", "rtl", "رقم L226~VLR بتاريخ"),
        ("No. 226-V of", "ltr", "No. 226~V of"),
        ("نيابة", "ltr", "LRنيابةRL"),
        ("ملف 12", "rtl", "ملف 12"),
        ("so\u202eld \u2067for\u2066", "ltr", "sold for"),
    ],
)
def test_marks_keep_numbers_and_names_in_their_order(text: str, around: str, expected: str) -> None:
    language = "ar" if any(unicodedata.bidirectional(one) == "AL" for one in text) else "en"

    (line,) = lines_of(TextRun(text, language), around)

    marks = {"\u200e": "L", "\u200f": "R", "\u00a0": "_", "\u2011": "~"}
    assert line.translate(str.maketrans(marks)) == expected


def test_a_number_stands_between_marks_where_lines_run_from_right_to_left() -> None:
    (line,) = lines_of(TextRun(PHONE), "rtl")

    assert visible(line) == PHONE
    assert (line[:2], line[-2:]) == ("\u200f\u200e", "\u200e\u200f")


def test_a_docx_says_of_each_part_its_language_and_direction() -> None:
    document = Document(io.BytesIO(write_docx(paper("ar", "en"))))

    by_direction: dict[bool, set[str]] = {True: set(), False: set()}
    for paragraph in document.paragraphs:
        is_rtl = paragraph._element.find(f".//{WORD}bidi") is not None
        by_direction[is_rtl] |= {node.get(f"{WORD}val") for node in paragraph._element.iter(f"{WORD}lang")}
    assert by_direction == {True: {"ar"}, False: {"en"}}
    assert [table._element.find(f".//{WORD}bidiVisual") is not None for table in document.tables] == [True, False]
    assert document.core_properties.title == "Request"
    assert document.core_properties.author == ""


def test_versions_stand_side_by_side_block_by_block() -> None:
    document = Document(io.BytesIO(write_docx(paper("en", "ru", is_side_by_side=True))))

    (table,) = document.tables
    pairs = [tuple(visible(cell.text) for cell in row.cells) for row in table.rows]
    assert len(pairs) == len(version("en").blocks)
    assert pairs[0] == (TITLES["en"], TITLES["ru"])
    assert pairs[3] == (f"{TITLES['en']}\n{PHONE}", f"{TITLES['ru']}\n{PHONE}")


@pytest.mark.parametrize("write", [write_pdf, write_docx])
def test_every_page_has_date_address_and_checksum(write: object) -> None:
    made = paper("en")
    content = write(made)

    if write is write_docx:
        shown = Document(io.BytesIO(content)).sections[0].footer.paragraphs[0].text
    else:
        shown = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    for part in ("2026-11-26 04:05 UTC", "https://site.example/en/drafts/abc", made.checksum):
        assert part in shown


def test_the_checksum_is_of_the_words() -> None:
    assert paper("en").checksum == paper("en").checksum
    assert paper("en").checksum != paper("en", text="another").checksum


def test_a_heading_stands_on_the_page_of_what_follows_it() -> None:
    title, row = (
        Block(BlockKind.TITLE, ((TextRun("Title", "en"),),)),
        Block(BlockKind.ROW, ((TextRun("a", "en"),), (TextRun("b", "en"),))),
    )
    for rows in range(40, 46):
        last = Block(BlockKind.ROW, ((TextRun("Label", "en"),), (TextRun("Value", "en"),)))
        blocks = (title, *[row] * rows, Block(BlockKind.HEADING, ((TextRun("Heading", "en"),),)), last)

        made = PdfReader(io.BytesIO(write_pdf(Paper("Request", (PaperVersion("en", blocks),), MADE_AT, "https://x"))))

        [page] = [text for one in made.pages if "Heading" in (text := one.extract_text())]
        assert "Value" in page.partition("Heading")[2]


@pytest.mark.parametrize("text", ["1" * 40_000, "1-" * 20_000, "+1 (" * 10_000, "+" + "1(" * 20_000])
def test_long_numbers_from_right_to_left_are_set_within_the_budget(text: str) -> None:
    begun = processor()

    lines_of(TextRun(text, "ar"), "rtl")

    assert processor() - begun < 0.5
