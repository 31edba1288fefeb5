"""What a wording must have in common with the English: each rule that is broken is said, and nothing that breaks one
can stand on a page."""

import pytest

from directory.catalogues import CatalogueKey, strings
from directory.i18n import LANGUAGES
from directory.wording_rules import form_faults, longest
from tests.wordings.strings import NETWORKS, PAGE_OF, REPORTS, string

PAGES = "%(number)s-барак, баары %(total)s"
PLACEHOLDERS = "Keep the placeholders as they stand in the English: %(number)s %(total)s"
SIGNS = "Leave out these signs, which the English does not have: "
UNSEEN = "Leave out characters that cannot be seen."
REFUSED = {
    "nothing": (NETWORKS, "", "Fill in this field."),
    "spaces alone": (NETWORKS, " \u00a0", "Fill in this field."),
    "far too long": (NETWORKS, "т" * 100, "Write at most 84 characters."),
    "a tag": (NETWORKS, "<b>Тармактар</b>", SIGNS + "< >"),
    "a script": (NETWORKS, "<script>alert(1)</script>", SIGNS + "< >"),
    "the end of an attribute": (NETWORKS, 'Тармактар" onfocus=x', SIGNS + '"'),
    "an entity": (NETWORKS, "Тармактар&lt;b", SIGNS + "&"),
    "a placeholder that the page does not fill": (NETWORKS, "Тармактар %(name)s", SIGNS + "%"),
    "a bare percent sign": (NETWORKS, "100 % тармак", SIGNS + "%"),
    "braces": (NETWORKS, "{name} тармак", SIGNS + "{ }"),
    "a lost placeholder": (PAGE_OF, "%(number)s-барак", PLACEHOLDERS),
    "a placeholder twice": (PAGE_OF, f"{PAGES} %(total)s", PLACEHOLDERS),
    "another kind of placeholder": (PAGE_OF, PAGES.replace(")s", ")d"), SIGNS + "%"),
    "a translated placeholder": (PAGE_OF, PAGES.replace("total", "баары"), SIGNS + "%"),
    "a placeholder without its end": (PAGE_OF, PAGES.removesuffix("s"), SIGNS + "%"),
    "an override of direction": (NETWORKS, "Тармак\u202eтар", UNSEEN),
    "an isolate": (NETWORKS, "\u2068Тармактар\u2069", UNSEEN),
    "a mark of direction": (NETWORKS, "Тармактар\u200f", UNSEEN),
    "a joiner": (NETWORKS, "Тармак\u200dтар", UNSEEN),
    "a line end": (NETWORKS, "Тармак\nтар", UNSEEN),
    "a control": (NETWORKS, "Тармак\x07тар", UNSEEN),
    "a line separator": (NETWORKS, "Тармак\u2028тар", UNSEEN),
    "a number to call": (NETWORKS, "Чалыңыз +996 700 123456", SIGNS + "+996 700 123456"),
    "an address of a page": (NETWORKS, "Тармактар https://evil.example/x", SIGNS + "https://evil.example/x"),
    "an address without its scheme": (NETWORKS, "Тармактар www.evil.example", SIGNS + "www.evil.example"),
    "a mail address": (NETWORKS, "Тармактар a@evil.example", SIGNS + "a@evil.example"),
    "a tower of marks": (NETWORKS, "Т" + "\u0301" * 8, UNSEEN),
}


@pytest.mark.parametrize("hostile", REFUSED)
def test_a_hostile_wording_is_refused_with_its_reason(context: None, hostile: str) -> None:
    key, text, reason = REFUSED[hostile]

    assert form_faults(string(key), "ky", [text]) == {0: reason}


@pytest.mark.parametrize("text", ["Тармактар", "Түйүндөр: 24/7", "Тармактар (CASC), №1", "Түйүн’дөр – ‹a›"])
def test_another_wording_is_taken(context: None, text: str) -> None:
    assert form_faults(string(NETWORKS), "ky", [text]) == {}


def test_the_placeholders_may_change_places(context: None) -> None:
    assert form_faults(string(PAGE_OF), "ky", ["%(total)s барактын %(number)s-барагы"]) == {}


def test_a_percent_sign_of_the_english_stays_one(context: None) -> None:
    key = CatalogueKey("", "%(answered)s of %(tests)s answered (%(percent)s%%)")

    assert form_faults(string(key), "ky", ["%(tests)s: %(answered)s (%(percent)s%%)"]) == {}
    assert form_faults(string(key), "ky", ["%(tests)s: %(answered)s (%(percent)s %)"]) == {0: SIGNS + "%"}


def test_a_text_of_several_lines_has_no_more_of_them_than_the_english(context: None) -> None:
    """Otherwise what counts in a letter could be pushed out of sight."""
    key = next(one.key for one in strings("ky").values() if one.english[0].count("\n") == 2)
    text = string(key).forms[0]

    assert form_faults(string(key), "ky", [text]) == {}
    assert form_faults(string(key), "ky", [text.replace("\n", "\n\n", 1)]) == {0: UNSEEN}


def test_isolates_stand_in_pairs_and_only_as_often_as_the_catalogue_has_them(context: None) -> None:
    one = next(each for each in strings("ar").values() if "\u2066" in each.forms[0] and len(each.forms) == 1)
    text = one.forms[0]

    assert form_faults(one, "ar", [text]) == {}
    assert form_faults(one, "ar", [text.replace("\u2066", "\u2066\u2066", 1)]) == {0: UNSEEN}
    assert form_faults(one, "ar", [text.replace("\u2069", "")]) == {0: UNSEEN}


def test_each_plural_form_is_needed_and_none_may_be_added(context: None) -> None:
    form = "%(num)s кабар"

    assert form_faults(string(REPORTS), "ky", [form, form]) == {}
    assert form_faults(string(REPORTS), "ky", [form]) == {1: "Fill in this field."}
    assert form_faults(string(REPORTS), "ky", [form] * 3) == {2: "Fill in this field."}


def test_a_form_of_a_single_number_may_go_without_it(context: None) -> None:
    """Arabic has forms for none, one and two alone."""
    forms = ["لا بلاغات", "بلاغ واحد", "بلاغان", *["%(num)s بلاغات"] * 3]

    assert form_faults(string(REPORTS, "ar"), "ar", forms) == {}
    forms[3] = "بلاغات"
    assert list(form_faults(string(REPORTS, "ar"), "ar", forms)) == [3]


def test_marks_of_direction_that_the_catalogue_has_may_stay(context: None) -> None:
    isolated = next(one for one in strings("ar").values() if "\u2066" in one.forms[0])

    assert form_faults(isolated, "ar", isolated.forms) == {}


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_text_of_a_catalogue_keeps_the_rules(context: None, language: str) -> None:
    """Else a keeper could not publish a text that differs from it in a letter."""
    faults = {
        one.key.english: found for one in strings(language).values() if (found := form_faults(one, language, one.forms))
    }

    assert faults == {}


def test_the_most_characters_follow_the_english(context: None) -> None:
    assert longest(string(NETWORKS)) == 84
