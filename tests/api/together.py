"""Many persons who publish changes of one entry at once, each for the version that they have read."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

from flask import Flask

from directory.extensions import db
from directory.models import AuditEvent, Authority
from directory.vocabulary import Role
from tests import factories
from tests.api.programs import Program


def note_of(key: str, text: str, **more: Any) -> dict[str, Any]:
    """Return a proposal of another note of an authority."""
    values = {"note": {"en": text}}
    return {"kind": "authority", "id": key, "values": values, "sources": ["https://office.example/"], **more}


def publish_together(app: Flask, key: str, persons: int, rounds: int) -> list[str]:
    """Have persons publish notes, and return those that the site has acknowledged."""
    pairs = [[Program(app, factories.account(Role.ADMINISTRATOR)) for _ in range(2)] for _ in range(persons)]
    db.session.remove()

    def publish_many(number: int) -> list[str]:
        return [_publish(key, f"Floor {number}-{turn}.", *pairs[number]) for turn in range(rounds)]

    with ThreadPoolExecutor(persons) as threads:
        return [text for texts in threads.map(publish_many, range(persons)) for text in texts]


def require_none_lost(key: str, acknowledged: list[str]) -> None:
    """Fail unless each acknowledged note is in the history once, each on top of the one before, and the last stands."""
    db.session.rollback()
    acts = db.session.query(AuditEvent).filter_by(kind="authority", key=key, detail="note").order_by(AuditEvent.id)
    chain = [(json.dumps(act.values.before), json.dumps(act.values.after)) for act in acts if act.values is not None]
    written = [after for _before, after in chain]
    assert [text for text in acknowledged if sum(text in one for one in written) != 1] == []
    assert all(later[0] == earlier[1] for earlier, later in pairwise(chain))
    assert db.session.get_one(Authority, key).note.text("en") in written[-1]


def _publish(key: str, text: str, author: Program, publisher: Program) -> str:
    """Publish a note for a version that nobody changed meanwhile, however often that takes."""
    while True:
        made = author.write("POST", "proposals", note_of(key, text, submit=True), of=f"authorities/{key}")
        if made.status_code == 412:
            continue
        address = f"proposals/{made.get_json()['id']}"
        answer = publisher.write("POST", f"{address}/publish", of=address)
        if answer.status_code == 200:
            return text
        assert answer.status_code in (409, 412), answer.text
        author.write("POST", f"{address}/withdraw", of=address)
