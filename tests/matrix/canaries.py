"""Words that stand for what is not for everyone: each is found by whoever may read it, and by no one else."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from tests.matrix.table import Needs

LETTERS = "bcdfghjklmnpqrst"
WORD = re.compile(rf"zq[{LETTERS}]{{14}}")


def word_of(what: str) -> str:
    """Return a word that is like no other, made of what it stands for: alike in every run."""
    digits = hashlib.sha256(what.encode()).hexdigest()[:14]
    return "zq" + "".join(LETTERS[int(digit, 16)] for digit in digits)


@dataclass(frozen=True)
class Canary:
    """A word that stands in one place. `pages` are all addresses, without language, on which a reader finds it."""

    what: str
    needs: Needs
    pages: tuple[str, ...]
    is_searched: bool

    @property
    def word(self) -> str:
        return word_of(self.what)


@dataclass
class Canaries:
    """All words that were put into a site, by their word."""

    by_word: dict[str, Canary] = field(default_factory=dict)

    def word(self, what: str, *needs: str, pages: Iterable[str] = (), is_searched: bool = False) -> str:
        made = Canary(what, needs, tuple(pages), is_searched)
        assert made.word not in self.by_word, what
        self.by_word[made.word] = made
        return made.word

    def stand_on(self, page: str, *words: str) -> None:
        """Note on which page the words are shown to those who may read them."""
        for word in words:
            self.by_word[word] = replace(self.by_word[word], pages=(page,))

    def __iter__(self) -> Iterator[Canary]:
        return iter(self.by_word.values())
