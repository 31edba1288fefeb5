"""The helper that finds elements of pages finds what CSS would, and says what is wrong where it does not."""

import pytest

from tests.html import parse

PAGE = """<!doctype html><html><body><main id="main"><h1>Desks  of
<b>KG</b></h1>
<ul class="plain list"><li id="a-1"><a href="/en/x">One</a><li class="list"><a href="/ru/y?z=1">Two</a></ul>
<form><input name="csrf-token" value="t"><input checked name="kind" value="urgent"></form>
<table><tr><th>State</th><td>1</td></tr></table><script>hidden()</script></main></body></html>"""


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("li", ["One", "Two"]),
        ("main > ul > li", ["One", "Two"]),
        ("main > li", []),
        ("main li a", ["One", "Two"]),
        ("#a-1", ["One"]),
        ("ul.plain.list > .list", ["Two"]),
        (".lis", []),
        ("a[href]", ["One", "Two"]),
        ('a[href="/en/x"]', ["One"]),
        ('[href^="/ru/y?"]', ["Two"]),
        ("input[checked][value=urgent]", [""]),
        ("input[name=csrf-token]", [""]),
    ],
)
def test_a_selector_finds_what_css_finds(selector: str, texts: list[str]) -> None:
    assert [element.text for element in parse(PAGE).all(selector)] == texts


def test_a_text_is_what_is_read() -> None:
    assert parse(PAGE).one("h1").text == "Desks of KG"
    assert parse(PAGE).one("tr").text == "State 1"
    assert "hidden" not in parse(PAGE).text


def test_a_text_chooses_among_elements() -> None:
    assert parse(PAGE).one("li", "Two").one("a")["href"] == "/ru/y?z=1"


def test_links_and_markup_are_those_of_the_element() -> None:
    assert parse(PAGE).one("ul").links == ["/en/x", "/ru/y?z=1"]
    assert parse(PAGE).one("#a-1").markup == '<li id="a-1"><a href="/en/x">One</a></li>'


def test_an_attribute_that_is_not_there_is_none() -> None:
    token, kind = parse(PAGE).all("input")

    assert (token["value"], token["checked"], token.has("checked"), kind.has("checked")) == ("t", None, False, True)


def test_elements_around_and_beside_are_found() -> None:
    assert parse(PAGE).one("a", "One").within("ul").classes == {"plain", "list"}
    assert parse(PAGE).one("th").next.text == "1"
    assert parse(PAGE).one("#a-1").parent.tag == "ul"


@pytest.mark.parametrize("selector", ["li", "h2", ".plain li"])
def test_one_is_exactly_one(selector: str) -> None:
    with pytest.raises(AssertionError, match=selector):
        parse(PAGE).one(selector)


@pytest.mark.parametrize("selector", ["li:first-child", "a, b", "a + b", "a[href$=x]", "a[", "> a", "a >", ""])
def test_what_is_no_selector_here_is_refused(selector: str) -> None:
    with pytest.raises(ValueError, match="No selector"):
        parse(PAGE).all(selector)
