"""Processes that propose and publish as fast as they can, each adding one to the same number."""

import sys

from flask import Flask

from directory.extensions import db
from directory.models import Authority
from directory.vocabulary import Role
from tests import factories, forked
from tests.conftest import PROJECT, environment_of
from tests.proposals.adding import ENTRY

PROCESSES = 4
LONGEST_SECONDS = 3_000


def count_up(app: Flask, rounds: int) -> int:
    """Have the processes add one `rounds` times each; return the number that stands at the end."""
    factories.add(factories.authority(ENTRY[1], note=factories.english("0")))
    author, reviewer = (factories.account(Role.COORDINATOR, jurisdiction_key="KG").id for _ in range(2))
    environment = environment_of(app)
    db.session.rollback()
    command = [sys.executable, "-m", "tests.proposals.adding", str(author), str(reviewer), str(rounds)]
    writers = [forked.Popen(command, cwd=PROJECT, env=environment) for _ in range(PROCESSES)]
    codes = [writer.wait(LONGEST_SECONDS) for writer in writers]
    if any(codes):
        raise RuntimeError(f"A writer ended with {codes}.")
    db.session.expire_all()
    entry = db.session.get(Authority, ENTRY[1])
    return int(entry.note.by_language["en"]) if entry is not None else 0
