"""The list of States: in the order of the reader's alphabet under its letters, or by region."""

import icu
import pytest
from flask.testing import FlaskClient

from directory.i18n import LANGUAGES
from tests.html import Element, parse

# What the language adds to ICU's order: Tajik has no other order there than that of all languages.
RULES = {"tg": "&Е<ё<<<Ё &И<ӣ<<<Ӣ &У<ӯ<<<Ӯ"}
ARTICLE = {"ar": "ال"}


def groups(page: Element) -> list[tuple[str, list[str]]]:
    """Return the headings of the list, each with the names under it."""
    sections = page.all("div.stack-l > section")
    return [(section.one("h2").text, [link.text for link in section.all("li > a")]) for section in sections]


@pytest.mark.parametrize("language", LANGUAGES)
def test_states_stand_in_the_order_of_icu_under_their_letters(client: FlaskClient, language: str) -> None:
    rules = RULES.get(language)
    collator = icu.RuleBasedCollator(rules) if rules else icu.Collator.createInstance(icu.Locale(language))
    index = icu.AlphabeticIndex(collator).addLabels(icu.Locale(language)) if rules else None
    index = (index or icu.AlphabeticIndex(icu.Locale(language))).buildImmutableIndex()

    listed = groups(parse(client.get(f"/{language}/jurisdictions?order=name")))

    sortable = [[name.removeprefix(ARTICLE.get(language, "")) for name in names] for _, names in listed]
    in_order = [name for names in sortable for name in names]
    assert len(in_order) > 240
    assert in_order == sorted(in_order, key=collator.getSortKey)
    letters = [[index.getBucket(index.getBucketIndex(name))[0] for name in names] for names in sortable]
    assert [set(of) for of in letters] == [{letter} for letter, _ in listed]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_regions_stand_in_alphabetical_order(client: FlaskClient, language: str) -> None:
    regions = [region for region, _ in groups(parse(client.get(f"/{language}/jurisdictions")))]

    collator = icu.Collator.createInstance(icu.Locale(language))
    assert len(regions) > 10
    assert regions == sorted(regions, key=collator.getSortKey)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "State of Palestine"),
        ("en", "Democratic Republic of the Congo"),
        ("kk", "Палестина мемлекеті"),
        ("ky", "Эсватини"),
        ("uz", "Amerika Qoʻshma Shtatlari"),
        ("fr", "Türkiye"),
    ],
)
def test_states_have_the_names_of_the_united_nations(client: FlaskClient, language: str, name: str) -> None:
    names = [name for _, names in groups(parse(client.get(f"/{language}/jurisdictions?order=name"))) for name in names]

    assert name in names


@pytest.mark.parametrize(
    ("former", "code"),
    [("Palestinian Territories", "PS"), ("Cape Verde", "CV"), ("Turquie", "TR"), ("Свазиленд", "SZ")],
)
def test_a_state_is_found_by_its_former_name(client: FlaskClient, former: str, code: str) -> None:
    first = client.get("/api/v1/search", query_string={"q": former}).json["items"][0]

    assert first["id"].endswith(code)
