"""Programs, bookmarks, scripts and log filters rely on names of ours; none changes unnoticed."""

from flask import Flask

from tests.wire import differences, present, recorded


def test_no_name_that_others_rely_on_changes_unnoticed(app: Flask) -> None:
    changed = differences(recorded(), present(app))

    assert not changed, "\n".join(
        [*changed, "If this is meant, `make wire` records it; docs/api.md and CHANGES.md tell."]
    )


def test_a_difference_is_told_in_a_sentence() -> None:
    before = {("setting", "OLD"): frozenset(), ("operation", "find"): frozenset({"query:q", "query:page?"})}
    now = {("setting", "NEW"): frozenset(), ("operation", "find"): frozenset({"query:q", "query:from"})}

    assert differences(before, now) == [
        "operation find has lost query:page? and gained query:from.",
        "setting NEW is new.",
        "setting OLD has gone.",
    ]
