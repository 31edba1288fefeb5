"""Documents of drafts as a word processor and a viewer show them: rendered to images and read back."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from directory.access.viewer import ANONYMOUS
from directory.drafts.content import DraftContent, DraftPerson
from directory.drafts.presenters.document import paper_of
from directory.formats.docx_files import write_docx
from directory.formats.papers import BlockKind, Paper
from directory.formats.pdf_files import write_pdf
from tests.formats.test_papers import visible

PHONE, REFERENCE = "+996 312 54-22-32", "12-345/2026"
PAIRS = [("ka", "en"), ("ar", "fr"), ("ky", "ru"), ("uz", "ru"), ("hy", "en")]
SAID = {
    "en": f"On 2026-03-04 suspect 1 took witness 1 across the border. File {REFERENCE}, call {PHONE}.",
    "ru": f"2026-03-04 подозреваемый 1 перевёз свидетеля 1 через границу. Дело {REFERENCE}, звонить {PHONE}.",
    "fr": f"Le 2026-03-04, le suspect 1 a fait passer le témoin 1. Dossier {REFERENCE}, appeler {PHONE}.",
    "hy": f"2026-03-04 կասկածյալ 1-ը վկա 1-ին տեղափոխել է սահմանով։ Գործ {REFERENCE}, հեռախոս {PHONE}։",
    "ka": f"2026-03-04 ეჭვმიტანილმა 1 მოწმე 1 საზღვარზე გადაიყვანა. საქმე {REFERENCE}, ტელეფონი {PHONE}.",
    "ky": f"2026-03-04 шектүү 1 күбө 1ди чек арадан өткөргөн. Иш {REFERENCE}, телефон {PHONE}.",
    "uz": f"2026-03-04 kuni gumonlanuvchi 1 guvoh 1ni chegaradan olib oʻtgan. Ish {REFERENCE}, telefon {PHONE}.",
    "ar": f"في 2026-03-04 نقل المشتبه فيه 1 الشاهد 1 عبر الحدود. الملف {REFERENCE}، الهاتف {PHONE}.",
}
DPI = 60


def draft() -> DraftContent:
    content = DraftContent(
        requesting="KG",
        requested="AE",
        requesting_authority="kg-prosecutor-general",
        measures=("hearing_witness", "bank_data"),
        treaties=("untoc", "tip-protocol"),
        persons=(DraftPerson(1, "witness", "KG"), DraftPerson(2, "suspect")),
        assurances=("reciprocity", "use"),
        is_urgent=True,
    )
    for language, text in SAID.items():
        content = content.with_texts(dict.fromkeys(("facts", "contact", "hearing_witness.topics"), text), language)
    return content.with_texts({"reference": REFERENCE}, "en")


def papers(app: Flask, pair: tuple[str, str], *, is_side_by_side: bool) -> Paper:
    with app.test_request_context("/en/"):
        return paper_of(
            ANONYMOUS,
            draft(),
            pair,
            datetime(2026, 11, 26, 4, tzinfo=UTC),
            {1: "Quokka Fictional, 1990-01-02"},
            is_side_by_side=is_side_by_side,
        )


def unspaced(text: str) -> str:
    # A comma may be of another font than the letters beside it; pypdf then reads it at the end of the line.
    return "".join(text.replace(",", "").split())


def headings_of(made: Paper) -> list[str]:
    """Headings in both languages; Arabic ones cannot be read back, since a PDF file holds the forms of its letters."""
    return [
        unspaced(visible("".join(piece.text for piece in block.lines[0])))
        for version in made.versions
        for block in version.blocks
        if block.kind is BlockKind.HEADING and version.language != "ar"
    ]


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
@pytest.mark.parametrize("is_side_by_side", [True, False], ids=["beside", "apart"])
def test_both_files_are_shown_with_every_word_in_order(
    app: Flask, context: None, tmp_path: Path, pair: tuple[str, str], is_side_by_side: bool
) -> None:
    made = papers(app, pair, is_side_by_side=is_side_by_side)
    (tmp_path / "draft.docx").write_bytes(write_docx(made))
    (tmp_path / "set.pdf").write_bytes(write_pdf(made))

    convert = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*convert, "--outdir", str(tmp_path), str(tmp_path / "draft.docx")], check=True, timeout=120)

    for name in ("draft", "set"):
        subprocess.run(["pdftoppm", "-r", str(DPI), "-png", f"{name}.pdf", name], cwd=tmp_path, check=True)
        shown = unspaced(visible("".join(page.extract_text() for page in PdfReader(tmp_path / f"{name}.pdf").pages)))
        assert list(tmp_path.glob(f"{name}-*.png"))
        assert REFERENCE in shown
        assert unspaced(PHONE) in shown
        assert "2026-03-04" in shown
        assert [one for one in headings_of(made) if one not in shown] == []
