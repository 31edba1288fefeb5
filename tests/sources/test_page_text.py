"""What of a page counts as its sentences, and how a fact's sentence is found among many."""

import pytest

from directory.sources.page_text import MOST_SENTENCES, PageSentences, sentences_of
from tests.budget.meter import MOST_CALLS, calls_of

HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("body", "sentences"),
    [
        ("<p>Call the office. It answers.</p>", ["Call the office.", "It answers."]),
        ("<p>Call the <!-- old --> office.</p>", ["Call the office."]),
        ("<p>Call the <script>x = '<b>'</script>office.</p>", ["Call the office."]),
        ("<p>Call <b>the</b> office</p><svg><text>no</text></svg>tonight", ["Call the office", "tonight"]),
        ("<ul><li>One<li>Two</ul>", ["One", "Two"]),
    ],
    ids=["two sentences", "comment", "script", "drawing", "list"],
)
def test_a_page_is_read_as_people_see_it(body: str, sentences: list[str]) -> None:
    assert sentences_of(f"<html><body>{body}</body></html>".encode(), HTML) == sentences


def test_of_a_page_without_end_the_beginning_is_read() -> None:
    body = "\n".join(f"Line {number}" for number in range(MOST_SENTENCES + 5))

    assert len(sentences_of(body.encode(), "text/plain")) == MOST_SENTENCES


def test_six_hundred_facts_are_looked_for_in_a_large_page_within_the_budget() -> None:
    lines = [f"State {number} deposited its instrument on day {number * 7 % 31}" for number in range(8_000)]

    def look() -> None:
        page = PageSentences(lines)
        for number in range(600):
            page.of_fact(f"State {number} deposited on day {number * 7 % 31}")

    assert calls_of(look) < MOST_CALLS
