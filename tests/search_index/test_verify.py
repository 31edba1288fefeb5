"""What a reader could be shown is looked for in the snapshot that a search reads."""

from pathlib import Path

from search_index import Document
from search_index.storage import whoosh_store
from search_index.storage.snapshot import Snapshot
from search_index.storage.verify import differences_shown


def test_what_is_not_hidden_of_a_document_that_is_gone_is_a_difference(tmp_path: Path) -> None:
    there, gone = Document("there", ("Zurverlan",)), Document("gone", ("Zürverlan Kohlem",))
    whoosh_store.create(tmp_path, [there, gone])
    [(segment, _)] = whoosh_store.load(tmp_path, {}).values()

    lines = set(
        differences_shown(Snapshot([(segment, frozenset())]), {*segment.words}, {*segment.spelled}, {"there": there})
    )

    assert lines >= {
        "zurverlan: no document writes 'zürverlan', but it could be suggested",
        "kohlem: no document has the word, but it could be suggested",
    }


def test_another_order_than_that_of_an_index_made_anew_is_a_difference(tmp_path: Path) -> None:
    whoosh_store.create(tmp_path, [Document("first", ("Office",), weight=1.2), Document("second", ("Office",))])
    snapshot = Snapshot(whoosh_store.load(tmp_path, {}).values())
    documents = {"first": Document("first", ("Office",)), "second": Document("second", ("Office",), weight=1.2)}

    lines = list(differences_shown(snapshot, set(), {"office\toffice"}, documents))

    assert lines == ["The order differs from that of an index made anew."]
