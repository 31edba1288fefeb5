"""A notice on the board of the network of a spot: for its members alone."""

from directory import clock
from directory.accounts.queries import viewer_of
from directory.models import Texts
from directory.notices import service
from directory.transaction import committing
from tests.matrix.things import Maker


def add_notice(maker: Maker) -> None:
    """Store a notice with a word in each of its texts."""
    column = f"network/{maker.spot.name}"
    words = {name: maker.word(f"{name} of a notice", column) for name in ("title", "text", "host", "who", "how")}
    texts = {name: Texts("en", {"en": words[name]}) for name in ("title", "text")}
    plain = {name: words[name] for name in ("host", "who", "how")}
    days = {"starts_on": clock.today(), "ends_on": clock.today()}
    with committing():
        made = service.post(
            viewer_of(maker.writer),
            maker.spot.network,
            texts | plain | days | {"audience": "network", "notice_kind": "trend"},
        )
    maker.canaries.stand_on(f"notices/{made.key}", *words.values())
    maker.things.add("notice", made.key, column)
