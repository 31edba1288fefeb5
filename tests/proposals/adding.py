"""What each process of `writers.py` runs: it proposes and publishes as fast as it can, and adds one each time.

`python -m tests.proposals.adding AUTHOR REVIEWER ROUNDS`. It imports nothing of the other tests, which takes longer
than what it does.
"""

import sys

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

ENTRY = ("authority", "kg-counted")
DETAIL = "note.en"


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
