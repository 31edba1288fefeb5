"""A draft of somebody of a spot: for its owner alone, whom nobody here signs in as."""

from directory.accounts.queries import viewer_of
from directory.drafts.content import DraftContent, DraftPerson
from directory.drafts.service import writing
from directory.models import Account
from directory.transaction import committing
from tests.matrix.things import Maker


def add_draft(maker: Maker) -> None:
    """Store a draft with a word in each of its parts."""
    fields = ("facts", "subject", "hearing_witness.whom", "person.1", "attachments")
    texts = {name: maker.word(f"{name} of a draft", "nobody") for name in fields}
    measures, persons = ("hearing_witness",), (DraftPerson(1, "witness"),)
    content = DraftContent(requesting=maker.spot.state, requested="KZ", measures=measures, persons=persons)
    maker.things.add("draft", begin_draft(maker.writer, content.with_texts(texts, "en")), "nobody")


def begin_draft(owner: Account, content: DraftContent) -> str:
    """Return the random name of a new draft."""
    with committing():
        return str(writing.start(viewer_of(owner), content).public_id)
