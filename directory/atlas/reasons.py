"""Why a treaty is used or not: one sentence for each reason, with the article that says so."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """`code` is one of BASIS_REASONS; the other fields fill the placeholders of its sentence.

    `article` cites articles of the treaty at hand or, with `of`, of the treaty of that key; `condition` is a code of
    CONDITIONS. `is_supported` is False where the reason rests on general knowledge or on no source.
    """

    code: str
    article: str = ""
    condition: str = ""
    treaty: str = ""
    states: tuple[str, ...] = ()
    is_supported: bool = True
    of: str = ""
