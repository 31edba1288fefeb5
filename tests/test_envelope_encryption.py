"""Keys, seals and tokens: what was stored yesterday opens today, and what must not be guessed is long enough."""

import base64
import dataclasses

import pytest

from directory import key_derivation, tokens
from directory.envelope_encryption import EnvelopeEncryption, NotOpened, RowCipher

SECRET, PURPOSE = "a secret", "a purpose"
KEY = bytes.fromhex("be34d09865211bd0d26de77e0b896b04d5460b184adcd14947df190bc3fa8a4f")
NAME = "89d552bd31ff"
SEALED = bytes.fromhex("64e9aa41d1dc8f79749f8ba2b5e04dabe42f82671c7f81d329e846debf27686d154d")


def test_a_key_is_made_alike_for_a_secret_and_a_purpose_and_for_no_other() -> None:
    assert key_derivation.derive(SECRET, PURPOSE) == KEY
    assert key_derivation.derive(SECRET, "another purpose") != KEY
    assert key_derivation.derive("another secret", PURPOSE) != KEY


def test_a_key_is_found_by_the_name_that_rows_keep() -> None:
    assert key_derivation.key_name(SECRET) == NAME


def test_what_was_sealed_with_an_earlier_version_opens_in_its_place() -> None:
    assert RowCipher("row", KEY).open("place", SEALED) == "quokka"


def test_no_text_is_sealed_as_nothing_and_opens_as_none() -> None:
    assert RowCipher("row", KEY).seal("place", "") == b""
    assert RowCipher("row", KEY).open("place", b"") == ""


@dataclasses.dataclass
class Row:
    """A row with a key of its own, of no table."""

    public_id: str
    wrapped_key: bytes | None = None
    key_name: str = ""


def test_the_key_of_a_row_opens_for_the_purpose_that_it_was_made_for_and_for_no_other(context: None) -> None:
    row = Row("row")
    sealed = EnvelopeEncryption("one purpose").new_cipher(row).seal("place", "quokka")

    assert EnvelopeEncryption("one purpose").cipher_of(row).open("place", sealed) == "quokka"
    with pytest.raises(NotOpened):
        EnvelopeEncryption("another purpose").cipher_of(row)


def test_a_signature_is_alike_each_time_and_for_one_purpose_and_name_alone(context: None) -> None:
    signature = tokens.signed(PURPOSE, "a name")

    assert len(base64.urlsafe_b64decode(f"{signature}=")) == 32
    assert tokens.signed(PURPOSE, "a name") == signature
    assert len({signature, tokens.signed(PURPOSE, "another name"), tokens.signed("another purpose", "a name")}) == 3


def test_what_is_handed_out_cannot_be_guessed() -> None:
    token, digest = tokens.new_token()

    assert len(base64.urlsafe_b64decode(f"{token}=")) == 32
    assert digest == tokens.digest_of(token) != token
    assert len(base64.urlsafe_b64decode(tokens.public_id())) == 12
    assert tokens.new_token() != tokens.new_token()


def test_a_secret_is_found_by_the_digest_that_rows_keep() -> None:
    assert tokens.digest_of("a token") == "e3316e2bafebb6103a3418e8778c0adc960d40213a03a7e7f4fcd3426ed807bf"
