"""The limit of questions: a round counts toward it as as many questions as it asks."""

from directory.access.viewer import Viewer
from directory.accounts.attempt_limits import count_attempt, require_below_limit

QUESTIONS = "consultation"


def count_further_states(viewer: Viewer, states: int) -> None:
    """Count all States of a round but one, which counts when the write begins (`write_guard`). Raises LimitReached if
    the round would exceed the limit; nothing is counted then. Call this before the transaction begins."""
    require_below_limit(QUESTIONS, viewer.account_id, times=states)
    count_attempt(QUESTIONS, viewer.account_id, times=states - 1)
