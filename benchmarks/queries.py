"""The questions that people ask a corpus, by class: `mix(20_000)` gives the same questions to every engine.

Each question is made from a document of the corpus, its target. An engine that finds all matches therefore finds the
target.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from random import Random

from anyascii import anyascii

from benchmarks import corpus
from benchmarks.offices import Office, office
from benchmarks.phrases import phrases
from benchmarks.places import written
from search_index import Document, Query, query_terms

CYRILLIC = ("ru", "ky", "kk", "tg")
FACETS = ("jurisdiction", "function", "kind")
"""The facets that are counted in the class "facet". For signed-in people all facets are counted, as on the page."""
ALL_FACETS = (
    "kind",
    "jurisdiction",
    "function",
    "authority_kind",
    "network",
    "treaty",
    "accepts",
    "verified",
    "reachable",
)
REACHABLE_DESKS = 300
"""The number of desks that a signed-in person knows to be reachable now."""
WITH_PLACE = 0.65
"""Of the questions that are some words of a name, the share that contains the place. Most people name the place."""
HELD_ELSEWHERE = 12
"""The number of documents that have a word of the query in a restricted detail."""


@dataclass(frozen=True)
class Question:
    """A query of the class `kind`, made from the document with the key `target`.

    `also` maps a word to the keys of documents that have the word in a restricted detail. `known` maps a facet and its
    value to the keys of documents that the person knows to have the value.
    """

    kind: str
    target: str
    text: str
    filters: Mapping[str, str] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    also: Mapping[str, frozenset[str]] = field(default_factory=dict)
    known: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)

    @property
    def query(self) -> Query:
        """The question as a query of our index."""
        filters = {name: frozenset((value,)) for name, value in self.filters.items()}
        return Query(self.text, filters, self.facets, extra_matches=self.also, facet_overrides=self.known)


@dataclass(frozen=True)
class Target:
    """A document, and the office that it describes."""

    document: Document
    office: Office

    def words(self, random: Random, language: str, most: int = 3) -> str:
        """Return two or more neighbouring words of the office's name, usually with the place among them."""
        name = self.office.names[language].replace(",", "").split()
        start, length = random.randrange(max(1, len(name) - 1)), random.randint(2, most)
        place = next((at for at, word in enumerate(name) if self.place(language) in word), None)
        if place is not None and random.random() < WITH_PLACE:
            start = min(max(0, place - random.randrange(length)), max(0, len(name) - length))
        return " ".join(name[start : start + length])

    def place(self, language: str = "en") -> str:
        """Return the name of the office's place alone."""
        return written(self.office.rank, language)


def mix(count: int, seed: int = 1, per_class: int = 33) -> list[Question]:
    """Return the questions for a corpus of `count` documents: `per_class` of each class, with the classes in turn."""
    random = Random(seed)
    desks = _keys(count, seed, random, "focal_point", REACHABLE_DESKS)
    offices = _keys(count, seed, random, "authority", REACHABLE_DESKS)
    makers: dict[str, Callable[[Target], Question]] = {
        kind: lambda target, make=make: make(target, random)
        for kind, make in _MAKERS.items()  # type: ignore[misc]
    }
    makers["signed_in"] = lambda target: _signed_in(target, random, desks, offices)
    return list(
        chain.from_iterable((make(_target(count, seed, random)) for make in makers.values()) for _ in range(per_class))
    )


def _target(count: int, seed: int, random: Random) -> Target:
    """Return a random authority or desk, since people look for these."""
    while True:
        number = random.randrange(1, count)
        document = corpus.document(number, seed)
        kind = document.key.partition(":")[0]
        if kind in {"authority", "focal_point"}:
            return Target(document, office(number - (kind == "focal_point"), seed))


def _keys(count: int, seed: int, random: Random, kind: str, most: int) -> list[str]:
    numbers = (random.randrange(count) for _ in range(12 * most))
    keys = dict.fromkeys(corpus.document(number, seed).key for number in numbers)
    return [key for key in keys if key.startswith(kind)][:most]


def _exact(target: Target, random: Random) -> Question:
    return Question("exact", target.document.key, random.choice(target.document.names))


def _partial(target: Target, random: Random) -> Question:
    return Question("partial", target.document.key, target.words(random, random.choice(("en", "en", "fr", "es", "tk"))))


def _prefix(target: Target, random: Random) -> Question:
    """Return an incomplete question: the beginning of a word, in some cases after a whole word."""
    first, *others = target.office.names["en"].split()
    begun = random.choice((target.place(), target.place(), first, *others))
    before = random.choice(("", f"{target.place()} ", f"{target.place()} "))
    return Question("prefix", target.document.key, before + begun[: random.choice((2, 2, 3, 3, 4, 5, 6))])


def _typo(target: Target, random: Random) -> Question:
    """Return a question in which the longest word has a letter dropped, added, changed or swapped with its
    neighbour."""
    name = target.words(random, random.choice(("en", "az", "uz", "ru")), 4).split()
    longest = max(range(len(name)), key=lambda at: len(name[at]))
    name[longest] = _mistyped(name[longest], random)
    return Question("typo", target.document.key, " ".join(name))


def _mistyped(word: str, random: Random) -> str:
    at = random.randrange(1, max(2, len(word) - 1))
    letter = random.choice(word).lower()
    return random.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        )
    )


def _facet(target: Target, random: Random) -> Question:
    """Return a question with one or two filters, with or without words, and with the counts of three facets."""
    had = {name: values[0] for name, values in target.document.facets.items() if values}
    names = random.sample(sorted(had), random.choice((1, 1, 2)))
    place, first = target.place(), target.office.names["en"].split()[0]
    word = random.choice(("", place, place, place, first, random.choice(_state(target))))
    return Question("facet", target.document.key, word, {name: had[name] for name in names}, FACETS)


def _state(target: Target) -> tuple[str, ...]:
    return phrases()["jurisdiction"][target.office.state]


def _cyrillic(target: Target, random: Random) -> Question:
    return Question("cyrillic", target.document.key, target.words(random, random.choice(CYRILLIC)))


def _arabic(target: Target, random: Random) -> Question:
    return Question("arabic", target.document.key, target.words(random, "ar"))


def _transliterated(target: Target, random: Random) -> Question:
    """Return a question with words of another script in Latin letters."""
    words = target.words(random, random.choice((*CYRILLIC, "hy", "ka")))
    return Question("transliterated", target.document.key, anyascii(words))


def _signed_in(target: Target, random: Random, desks: list[str], offices: list[str]) -> Question:
    """Return a question of a signed-in person.

    Each word also stands in restricted details of some documents, and the person knows which desks are reachable.
    """
    text = target.words(random, random.choice(("en", "ru")))
    also = {
        word.text: frozenset(random.sample(offices, min(HELD_ELSEWHERE, len(offices)))) for word in query_terms(text)
    }
    known = {"reachable": {"now": frozenset(desks)}}
    return Question("signed_in", target.document.key, text, {}, ALL_FACETS, also, known)


_MAKERS = {
    "exact": _exact,
    "partial": _partial,
    "prefix": _prefix,
    "typo": _typo,
    "facet": _facet,
    "cyrillic": _cyrillic,
    "arabic": _arabic,
    "transliterated": _transliterated,
}
CLASSES = (*_MAKERS, "signed_in")
