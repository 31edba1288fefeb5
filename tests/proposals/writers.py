"""Processes that propose and publish as fast as they can, each adding one to the same number."""

import sys

from flask import Flask

from directory.accounts.queries import viewer_of
from directory.app import create_app
from directory.config import Config
from directory.errors import Conflict
from directory.extensions import db
from directory.models import Account, Authority
from directory.proposals import service
from directory.proposals.editable_columns import current_value
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, forked
from tests.conftest import PROJECT, environment_of

PROCESSES = 4
LONGEST_SECONDS = 3_000
ENTRY = ("authority", "kg-counted")
DETAIL = "note.en"


def count_up(app: Flask, rounds: int) -> int:
    """Have the processes add one `rounds` times each; return the number that stands at the end."""
    factories.add(factories.authority(ENTRY[1], note=factories.english("0")))
    author, reviewer = (factories.account(Role.COORDINATOR, jurisdiction_key="KG").id for _ in range(2))
    environment = environment_of(app)
    db.session.rollback()
    command = [sys.executable, "-m", "tests.proposals.writers", str(author), str(reviewer), str(rounds)]
    writers = [forked.Popen(command, cwd=PROJECT, env=environment) for _ in range(PROCESSES)]
    codes = [writer.wait(LONGEST_SECONDS) for writer in writers]
    if any(codes):
        raise RuntimeError(f"A writer ended with {codes}.")
    db.session.expire_all()
    entry = db.session.get(Authority, ENTRY[1])
    return int(entry.note.by_language["en"]) if entry is not None else 0


def add_one(author: int, reviewer: int) -> None:
    """Propose the next number and have it published; where somebody else was faster, begin again."""
    writer, decider = (viewer_of(db.session.get_one(Account, number)) for number in (author, reviewer))
    while True:
        db.session.rollback()
        before = current_value(db.session.get_one(Authority, ENTRY[1]), DETAIL)
        edit = Edit(
            EditAction.CHANGE,
            *ENTRY,
            DETAIL,
            before,
            str(int(before) + 1),
            StatedProvenance(("https://office.example.org",)),
        )
        try:
            with committing():
                proposal = service.propose(writer, ENTRY, [edit])
                service.submit(writer, proposal)
            with committing():
                service.publish(decider, proposal)
        except Conflict:
            continue
        return


if __name__ == "__main__":
    app = create_app(Config.from_env())
    # The index is no part of what is tried, and one that follows each edit takes most of the time.
    app.extensions["after_commit"].clear()
    with app.app_context():
        for _ in range(int(sys.argv[3])):
            add_one(int(sys.argv[1]), int(sys.argv[2]))
