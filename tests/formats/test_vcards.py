"""vCards: read by two parsers, and no value of an entry begins a property of its own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import vobject
from vcard.vcard_validator import VcardValidator

from directory.formats.vcards import VCard, write_vcards

MADE_AT = datetime(2026, 11, 26, 4, 5, tzinfo=UTC)
WAYS = ("phones", "faxes", "emails", "posts", "websites")
TRICKS = (
    "a\r\nTEL:+1",
    "a\nEND:VCARD\nBEGIN:VCARD",
    "a;b,c\\;d",
    "=cmd|' /C calc'!A0",
    "\u2028TEL:+1\x0bURL:x\x85",
    "\\n\\,",
    "\u202eTEL:+1",
)


def card(text: str, place: str = "", **values: object) -> VCard:
    address = "https://site.example/en/a"
    return VCard(text, text, place or text, text, address, MADE_AT, **values)


def properties(content: bytes) -> list[str]:
    """Return the names of all lines, folded ones put together."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    return [line.split(":")[0].split(";")[0] for line in lines if line]


@pytest.mark.parametrize("trick", TRICKS)
def test_no_text_begins_a_property_of_its_own(trick: str) -> None:
    plain, content = (write_vcards([card(one, **{way: [one] for way in WAYS})]) for one in ("plain", trick))

    assert properties(content) == properties(plain)
    assert len(list(vobject.readComponents(content.decode()))) == 1


@pytest.mark.parametrize(
    "name", ["Prosecutor; General, of X", "Генеральная прокуратура " * 9, "مكتب المدعي العام", "検察庁"]
)
def test_a_program_reads_what_was_written(name: str) -> None:
    content = write_vcards([card(name, phones=["+99631254"], emails=["a@example.org"], posts=["1 Street; X\nY"])])

    read = vobject.readOne(content.decode())
    assert (read.fn.value, read.org.value[0], read.note.value) == (name, name, name)
    assert (read.tel.value, read.tel.type_paramlist) == ("+99631254", ["work", "voice"])
    assert read.email.value == "a@example.org"
    assert (read.adr.value.street, read.adr.value.country) == ("1 Street; X\nY", name)
    assert read.rev.value == "2026-11-26T04:05:00Z"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_strict_validator_finds_nothing_wrong(tmp_path: Path) -> None:
    file = tmp_path / "card.vcf"
    ways = {"phones": ["+99631254"], "faxes": ["+996 312 54"], "emails": ["a@example.org"], "posts": ["1 Street"]}
    file.write_bytes(
        write_vcards([card("Office; of, Tests", "Kyrgyzstan", **ways, websites=["https://a.example/b c"])] * 2)
    )

    assert VcardValidator(str(file), False).result == ""
