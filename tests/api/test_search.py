"""The search as JSON."""

from tests.api.conftest import Read


def test_a_result_has_facets_with_labels_and_counts(read: Read) -> None:
    body = read("search?q=kyrgyzstan&lang=ru")

    kinds = {value["value"]: value for value in body["facets"]["kind"]}
    assert kinds["jurisdiction"].keys() == {"value", "label", "count"}
    assert sum(value["count"] for value in kinds.values()) >= body["total"]
    assert body["did_you_mean"] is None


def test_the_name_of_a_state_finds_it_first_in_the_language_asked(read: Read) -> None:
    first = read("search?q=Кыргызстан&lang=ar")["items"][0]

    assert (first["kind"], first["id"], first["jurisdiction"]) == ("jurisdiction", "KG", "KG")
    assert first["name"] == "قيرغيزستان"


def test_a_facet_narrows(read: Read) -> None:
    body = read("search?q=kyrgyzstan&kind=authority")

    assert {item["kind"] for item in body["items"]} == {"authority"}


def test_pages_are_cut_as_asked(read: Read) -> None:
    body = read("search?q=kyrgyzstan&per_page=2&page=2")

    assert body["items"] == read("search?q=kyrgyzstan&per_page=4")["items"][2:]
    assert (body["page"], body["per_page"]) == (2, 2)


def test_suggestions_are_up_to_eight_and_none_for_no_text(read: Read) -> None:
    assert 0 < len(read("suggest?q=k")["items"]) <= 8
    assert read("suggest?q=")["items"] == []
    assert read("suggest")["items"] == []
