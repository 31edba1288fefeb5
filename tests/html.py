"""Elements of a page, found by selectors: `parse(answer).one("h1").text`, `parse(answer).all("table tr")`.

Selectors are those of CSS, as far as tests need them: a tag, `#id`, `.class`, `[name]`, `[name=value]` and
`[name^=beginning]`, with spaces or `>` between steps. A value that is more than letters, digits, `-` and `_` stands in
double quotes. Any other form is refused.
"""

import re
from collections.abc import Iterator

from lxml import html
from werkzeug.test import TestResponse

TOKEN = re.compile(
    r"""(?P<axis>\s*>\s*|\s+) | (?P<tag>[\w-]+|\*) | \#(?P<id>[\w-]+) | \.(?P<word>[\w-]+) |
    \[(?P<name>[\w-]+)(?:(?P<how>\^?=)(?:"(?P<quoted>[^"]*)"|(?P<bare>[\w-]+)))?\]""",
    re.VERBOSE,
)
# Between these a reader sees a space, or a new line, where the source has none.
APART = {"br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "legend", "li", "option", "p", "section", "td", "th", "tr"}


class Element:
    """An element of a page. `element["href"]` is the value of an attribute, None where it has none."""

    def __init__(self, found: html.HtmlElement) -> None:
        self._found = found

    def __getitem__(self, name: str) -> str | None:
        return self._found.get(name)

    # Whether a word stands in an element is asked of its `text` or `markup`.
    __contains__ = None

    def has(self, name: str) -> bool:
        """Return whether the element has an attribute, with a value or without."""
        return name in self._found.attrib

    def __repr__(self) -> str:
        return f"<{self.tag} {dict(self._found.attrib)} {self.text[:80]!r}>"

    @property
    def tag(self) -> str:
        return str(self._found.tag)

    @property
    def text(self) -> str:
        """What is read in the element and below it, with one space for each run of spaces and line ends."""
        return " ".join("".join(self._texts(self._found)).split())

    @property
    def typed(self) -> str:
        """What stands in a text area, letter for letter; without the line end that may follow its tag."""
        return (self._found.text or "").removeprefix("\n")

    @property
    def classes(self) -> set[str]:
        return set(self._found.get("class", "").split())

    @property
    def markup(self) -> str:
        """The element as it is written, for what must stand nowhere in it, attributes included."""
        return str(html.tostring(self._found, encoding="unicode", with_tail=False))

    @property
    def links(self) -> list[str]:
        """Where its links lead, in the order of the page."""
        return [str(link["href"]) for link in self.all("a[href]")]

    @property
    def next(self) -> "Element":
        """The element that follows this one beside it."""
        return Element(self._found.getnext())

    @property
    def parent(self) -> "Element":
        return Element(self._found.getparent())

    def within(self, tag: str) -> "Element":
        """Return the innermost element of a tag around this one. Raises StopIteration where there is none."""
        return Element(next(self._found.iterancestors(tag)))

    def all(self, selector: str, text: str = "") -> list["Element"]:
        """Return the elements below this one that a selector names and that hold a text, in the order of the page."""
        elements = [Element(found) for found in self._found.xpath(xpath_of(selector))]
        return [element for element in elements if text in element.text] if text else elements

    def one(self, selector: str, text: str = "") -> "Element":
        """Return the only such element. Raises AssertionError where there are none or several."""
        found = self.all(selector, text)
        assert len(found) == 1, f"{len(found)} of {selector} {text!r}: {found}"
        return found[0]

    def _texts(self, element: html.HtmlElement) -> Iterator[str]:
        if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
            return
        yield element.text or ""
        for child in element:
            yield from self._texts(child)
            yield (" " if child.tag in APART else "") + (child.tail or "")


def parse(answer: TestResponse | str) -> Element:
    """Return the root of the page that was answered."""
    return Element(html.document_fromstring(answer if isinstance(answer, str) else answer.text))


def xpath_of(selector: str) -> str:
    """Return the XPath of a selector, from below the element that is asked. Raises ValueError for an unknown form."""
    path, axis, position = ".", "//", 0
    while position < len(selector):
        token = TOKEN.match(selector, position)
        # An axis stands between steps, a tag at the beginning of one.
        if token is None or (token["axis"] and axis) or (token["tag"] and not axis):
            raise ValueError(f"No selector here: {selector!r}")
        position = token.end()
        if token["axis"]:
            axis = "/" if ">" in token["axis"] else "//"
            continue
        if axis:
            path, axis = path + axis + (token["tag"] or "*"), ""
        path += _condition(token)
    if axis:
        raise ValueError(f"No selector here: {selector!r}")
    return path


def _condition(token: re.Match[str]) -> str:
    if token["tag"]:
        return ""
    if token["id"]:
        return f'[@id="{token["id"]}"]'
    if token["word"]:
        return f'[contains(concat(" ", normalize-space(@class), " "), " {token["word"]} ")]'
    value = token["quoted"] or token["bare"] or ""
    if token["how"] == "^=":
        return f'[starts-with(@{token["name"]}, "{value}")]'
    return f'[@{token["name"]}="{value}"]' if token["how"] else f"[@{token['name']}]"
