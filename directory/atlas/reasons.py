"""Why a treaty is used or not: a sentence for each reason, with the article behind it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """A reason for or against a treaty. `code` is one of BASIS_REASONS. The fields `condition`, `treaty`, `states` and
    `year` fill the placeholders in the sentence of this code."""

    code: str
    # Cites articles of the treaty `of`. If `of` is empty, the articles are of the treaty that the reason is about.
    article: str = ""
    # A code of CONDITIONS.
    condition: str = ""
    treaty: str = ""
    states: tuple[str, ...] = ()
    # False if the reason rests on general knowledge or on no source.
    is_supported: bool = True
    of: str = ""
    # The year of the newest list of parties, or 0.
    year: int = 0
