"""Every message that is ever sent, as one table. No letter has a place for a restricted value or
for the content of anything: it says that something waits, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Letter:
    """Subject and text of a message, with named placeholders (`%(link)s`) that `queue` fills."""

    subject: Any
    text: Any


LETTERS: Mapping[str, Letter] = {}
