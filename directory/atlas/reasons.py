"""Why a treaty is used or not: a sentence for each reason, with the article behind the reason."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """A reason for or against a treaty. `code` is one of BASIS_REASONS. Other fields fill placeholders of its sentence.

    `article` cites articles of the treaty that the reason is about. If `of` is given, the articles are those of the
    treaty with the key `of`. `condition` is a code of CONDITIONS. `year` is the year of the newest list of parties, or
    0. `is_supported` is False if the reason rests on general knowledge or on no source."""

    code: str
    article: str = ""
    condition: str = ""
    treaty: str = ""
    states: tuple[str, ...] = ()
    is_supported: bool = True
    of: str = ""
    year: int = 0
