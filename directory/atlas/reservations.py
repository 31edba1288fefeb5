"""The effect of reservations on the answer.

An article that a State excluded gives no coverage, and replaces no article of another treaty.
"""

from collections.abc import Iterable, Iterator

from directory.atlas.facts import AtlasFacts
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason

# The reason for a treaty whose article on the measure a State excluded by a reservation.
RESERVED = "reserved"


def reserving_states(treaty: str, article: str, question: AtlasQuestion, record: AtlasFacts) -> tuple[str, ...]:
    """Return the States of a question that excluded an article by a reservation, in the order of the question.

    A reservation of either State changes the treaty between both (Vienna Convention on the Law of Treaties, art.
    21(1)).
    """
    if not article:
        return ()
    return tuple(
        state
        for state in question.states
        if any(
            one.excludes(article, question.measure, [other for other in question.states if other != state], question.on)
            for one in record.reservations.get((treaty, state), ())
        )
    )


def is_reserved(treaty: str, article: str, question: AtlasQuestion, record: AtlasFacts) -> bool:
    """Return whether a State of a question excluded an article of a treaty by a reservation."""
    return bool(reserving_states(treaty, article, question, record))


def reservation_reasons(
    treaty: str, articles: Iterable[str], question: AtlasQuestion, record: AtlasFacts
) -> Iterator[Reason]:
    """Yield one reason for each of `articles`. The reason names the States that excluded the article by a
    reservation."""
    for article in articles:
        yield Reason(RESERVED, article, states=reserving_states(treaty, article, question, record))
