"""Those who keep a copy follow the changes."""

from flask import Flask

from directory.api.changes import MOST_CHANGES
from directory.extensions import db
from directory.models import Network
from directory.transaction import committing
from tests.api.conftest import Read, read_with


def test_following_next_gives_every_change_once_and_in_order(read: Read) -> None:
    seen: list[int] = []
    since = 0

    while items := (body := read(f"changes?since={since}"))["items"]:
        assert len(items) <= MOST_CHANGES
        seen += [item["id"] for item in items]
        since = body["next"]

    assert len(seen) > MOST_CHANGES
    assert seen == sorted(set(seen))
    assert read(f"changes?since={since}") == {"items": [], "next": since}


def test_a_change_comes_after_what_was_seen_before(own_app: Flask) -> None:
    client = own_app.test_client()
    before = 0
    while (body := read_with(client, f"changes?since={before}"))["items"]:
        before = body["next"]

    with committing():
        db.session.get_one(Network, "casc").short_name = "CASC network"

    items = read_with(client, f"changes?since={before}")["items"]
    assert ("network", "casc") in {(item["kind"], item["key"]) for item in items}
    assert all(item["changed_at"].endswith("+00:00") for item in items)
