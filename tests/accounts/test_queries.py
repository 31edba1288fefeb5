"""Addresses of people: one person has one, however it is written."""

import pytest

from directory.accounts.queries import normalized_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Clerk@Example.ORG ", "clerk@example.org"),
        ("clerk@bücher.example.org", "clerk@xn--bcher-kva.example.org"),
        ("clerk@xn--bcher-kva.example.org", "clerk@xn--bcher-kva.example.org"),
        ("clerk@ｅxample.org", "clerk@example.org"),
        # The second letter of the host is Cyrillic: it is another host, and shows it.
        ("clerk@gоv.example.org", "clerk@xn--gv-fmc.example.org"),
        ("сlerk@example.org", "сlerk@example.org"),
        ("nobody", "nobody"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalized_address(typed) == kept
