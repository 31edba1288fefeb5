"""Makes documents like those of a large directory: `documents(20_000)` gives every caller the same documents.

The names of States, functions and treaties are the product's own (`phrases.csv`); offices are fictional. The shares of
kinds, and the numbers of names, keywords, notes and facet values, are taken from the seed data. Only the number of
jurisdictions stops growing at the number of States. A growing corpus contains ever new places, as a language contains
ever new words.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from random import Random

from benchmarks.offices import Office, office, official, random_state
from benchmarks.phrases import phrases
from benchmarks.places import written
from search_index import Document

SIZES = (2_000, 20_000, 100_000, 1_000_000)
WEIGHTS = {
    "jurisdiction": 1.3, "authority": 1.25, "focal_point": 1.1, "network": 1.1, "measure": 1.0, "treaty": 1.0,
    "requirement": 0.9, "legislation": 0.8,
}  # fmt: skip
SHARES = {"authority": 68, "focal_point": 16, "requirement": 8, "legislation": 5, "treaty": 3}
# A mapping from kind to a step and a first number. Each such number gives a row of `phrases.csv`, until none is left.
KNOWN = {"jurisdiction": (8, 3), "measure": (64, 5), "network": (128, 7), "treaty": (24, 9)}
VERIFIED = ("sourced", "sourced", "partly_sourced", "general_knowledge", "unverified")


def documents(count: int, seed: int = 1) -> Iterator[Document]:
    """Yield `count` documents. The first of them are the documents of a smaller corpus with the same seed."""
    return (document(number, seed) for number in range(count))


def document(number: int, seed: int = 1) -> Document:
    """Return the document with this number in a corpus."""
    random = Random(seed << 40 | number)
    for kind, (every, first) in KNOWN.items():
        codes = tuple(phrases()[kind])
        if number % every == first and number // every < len(codes):
            return _known(kind, codes[number // every], random)
    kind = random.choices(tuple(SHARES), tuple(SHARES.values()))[0]
    return _MAKERS[kind](number, seed, random)


def _document(
    kind: str,
    key: str,
    random: Random,
    *,
    names: tuple[str, ...] = (),
    topics: Iterable[tuple[str, ...]],
    keywords: tuple[str, ...] = (),
    facets: dict[str, tuple[str, ...]],
    notes: tuple[str, ...] = (),
    numbers: tuple[str, ...] = (),
) -> Document:
    return Document(
        key=f"{kind}:{key}",
        names=names,
        keywords=tuple(dict.fromkeys(keywords)),
        topics=tuple(map(tuple, dict.fromkeys(topics))),
        notes=notes,
        numbers=numbers,
        facets={**facets, "kind": (kind,), "verified": (random.choice(VERIFIED),)},
        weight=WEIGHTS[kind] * (0.9 if random.random() < 0.1 else 1.0),
    )


def _known(kind: str, code: str, random: Random) -> Document:
    own = phrases()[kind][code]
    states = tuple(sorted({random_state(random) for _ in range(12)})) if kind in {"treaty", "network"} else ()
    facets = {
        "jurisdiction": {"jurisdiction": (code,), "treaty": _codes("treaty", random, 3, 8)},
        "treaty": {"treaty": (code,), "jurisdiction": states},
        "network": {"network": (code,), "jurisdiction": states},
        "measure": {"function": (code,) if code in phrases()["function"] else ()},
    }
    return _document(kind, code, random, names=own, topics=(phrases()["kind"][kind],), facets=facets[kind])


def _codes(group: str, random: Random, fewest: int, most: int) -> tuple[str, ...]:
    """Return at least one (unless `fewest` is 0) and at most `most` codes of a group. The first codes are more
    frequent."""
    codes = tuple(phrases()[group])
    return tuple({codes[int(len(codes) * random.random() ** 2)]: None for _ in range(random.randint(fewest, most))})


def _topics(group: str, codes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return map(phrases()[group].__getitem__, codes)


def _authority(number: int, seed: int, random: Random) -> Document:
    one = office(number, seed)
    functions, treaties = _codes("function", random, 1, 3), _codes("treaty", random, 0, 2)
    network = _codes("network", random, 0, 1) if random.random() < 0.25 else ()
    topics = (
        phrases()["jurisdiction"][one.state],
        *_topics("function", functions),
        phrases()["authority_kind"][one.kind],
        *_topics("treaty", treaties),
        *_topics("network", network),
    )
    facets = {
        "jurisdiction": (one.state,),
        "function": functions,
        "authority_kind": (one.kind,),
        "treaty": treaties,
        "network": network,
        "accepts": tuple(official(one.state)[:1]) if random.random() < 0.2 else (),
    }
    notes = (_sentence(one, random),) if random.random() < 0.6 else ()
    if random.random() < 0.4:
        notes += (f"office-{number}@{written(one.rank, 'en').lower()}.example.org",)
    numbers = (f"+999 {random.randint(10, 99)} {random.randint(10**5, 10**7)}",) if random.random() < 0.3 else ()
    return _document(
        "authority",
        str(number),
        random,
        names=one.called,
        keywords=one.translated,
        topics=topics,
        facets=facets,
        notes=notes,
        numbers=numbers,
    )


def _sentence(one: Office, random: Random) -> str:
    topics = (random.choice(phrases()["topic"][code]) for code in _codes("topic", random, 2, 4))
    return f"{'; '.join(topics)}: {one.names['en']}, {random.randint(1, 300)}."


def _focal_point(number: int, seed: int, random: Random) -> Document:
    one, network, covers = office(number - 1, seed), _codes("network", random, 1, 1), _codes("cover", random, 1, 1)
    topics = (
        phrases()["jurisdiction"][one.state],
        *_topics("network", network),
        *_topics("cover", covers),
        phrases()["kind"]["focal_point"],
    )
    facets = {
        "jurisdiction": (one.state,),
        "network": network,
        "reachable": ("now",) if covers == ("round_the_clock",) else (),
    }
    return _document(
        "focal_point", str(number), random, names=one.called, topics=topics, facets=facets, notes=one.translated
    )


def _requirement(number: int, seed: int, random: Random) -> Document:
    state, measures = random_state(random), _codes("measure", random, 1, 1)
    topics, treaties = _codes("topic", random, 3, 6), _codes("treaty", random, 0, 2)
    about = (
        phrases()["jurisdiction"][state],
        *_topics("measure", measures),
        phrases()["kind"]["requirement"],
        *_topics("topic", topics),
    )
    treaty_names = chain.from_iterable(_topics("treaty", treaties))
    notes = (*(_sentence(office(number, seed), random) for _ in range(3)), *treaty_names)
    facets = {
        "jurisdiction": (state,),
        "treaty": treaties,
        "function": tuple(code for code in measures if code in phrases()["function"]),
        "accepts": official(state),
    }
    return _document("requirement", str(number), random, topics=about, facets=facets, notes=notes)


def _legislation(number: int, _seed: int, random: Random) -> Document:
    state, measures = random_state(random), _codes("measure", random, 1, 1)
    names = (f"Law on {phrases()['measure'][measures[0]][2].lower()}", f"No. {number % 700} of {1990 + number % 36}")
    topics = (phrases()["jurisdiction"][state], phrases()["kind"]["legislation"])
    return _document("legislation", str(number), random, names=names, topics=topics, facets={"jurisdiction": (state,)})


def _treaty(number: int, _seed: int, random: Random) -> Document:
    """Return a treaty between two States, with a name in each language."""
    states = random_state(random), random_state(random)
    subject = phrases()["measure"][random.choice(tuple(phrases()["measure"]))]
    one, other = (phrases()["jurisdiction"][state] for state in states)
    names = tuple(f"{what}: {a} – {b}" for what, a, b in zip(subject, one[2:], other[2:], strict=False))
    topics = (one, other, phrases()["kind"]["treaty"])
    facets = {"jurisdiction": tuple(dict.fromkeys(states)), "treaty": (f"bilateral-{number}",)}
    return _document("treaty", f"bilateral-{number}", random, names=names, topics=topics, facets=facets)


_MAKERS = {
    "authority": _authority,
    "focal_point": _focal_point,
    "requirement": _requirement,
    "legislation": _legislation,
    "treaty": _treaty,
}
