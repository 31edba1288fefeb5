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


def test_no_two_suggestions_look_alike(read: Read) -> None:
    for text in ("extradition treaty", "transfer of sentenced persons", "nigeria", "interpol", "mutual assistance"):
        lines = [(item["name"], item["about"]) for item in read(f"suggest?q={text}")["items"]]
        assert len(lines) == len(set(lines)), text


def test_suggestions_of_one_name_are_told_apart_by_the_states(read: Read) -> None:
    lines = {item["id"]: (item["name"], item["about"]) for item in read("suggest?q=extradition treaty")["items"]}

    assert lines["am-bg-extr"] == ("Extradition treaty", "Treaty · Armenia · Bulgaria")


def test_a_suggestion_says_kind_and_state_in_the_language_asked(read: Read) -> None:
    items = read("suggest?q=генпрокуратура Кыргызстана&lang=ru")["items"]

    assert (items[0]["id"], items[0]["about"]) == ("kg-prosecutor-general", "Ведомство · Кыргызстан")
