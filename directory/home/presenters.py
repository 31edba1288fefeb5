"""Presents the home page."""

from collections.abc import Sequence

from directory.vocabulary import MEASURES


def search_examples(states: Sequence[str]) -> list[str]:
    """Return up to three example searches in the reader's language. The first names a State, the second a State and a
    measure, the third two States and a measure.

    The examples use the first four of `states`. If there are fewer States, there are fewer examples.
    """
    extradition, hearing = (str(MEASURES.label(code)) for code in ("extradition", "video_hearing"))
    questions = ((1, "{0}"), (2, f"{{1}} {extradition}"), (4, f"{{2}} {{3}} {hearing}"))
    return [question.format(*states) for needed, question in questions if len(states) >= needed]
