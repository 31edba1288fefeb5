"""Why a treaty is used or not: one sentence each, with the article that says so."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """`code` is one of BASIS_REASONS; the rest is what its words name, where they do.

    `article` is a citation of the treaty's articles; `condition` is a code of CONDITIONS. One that is not
    `is_supported` rests on general knowledge or on no source.
    """

    code: str
    article: str = ""
    condition: str = ""
    treaty: str = ""
    states: tuple[str, ...] = ()
    is_supported: bool = True
