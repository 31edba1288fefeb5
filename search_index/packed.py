"""A segment as one file that is read in a moment: to ask the engine for every posting takes a second.

The file lies beside those of the segment it is made of, and like them is never changed. Its first line says what
follows it: numbers by their size, and texts, one a line.
"""

import json
from array import array
from pathlib import Path
from typing import Any

from search_index import fields
from search_index.segment import Column, Postings, Segment, Sounds

_TEXTS = ("keys", "names", "said", "words", "topics", "spelled")


def write(path: Path, segment: Segment) -> None:
    """Write a segment."""
    sounds = segment.sounds
    lists = {**segment.postings, "topic_docs": segment.topic_docs, "sounds": sounds.places}
    numbers: dict[str, array[Any]] = {
        "weights": segment.weights,
        "numbers": segment.numbers,
        "omissions": sounds.omissions,
        **{f"{name}.starts": each.starts for name, each in lists.items()},
        **{f"{name}.numbers": each.numbers for name, each in lists.items()},
        **{f"facet.{name}": column.codes for name, column in segment.facets.items()},
    }
    head = {
        **{name: getattr(segment, name) for name in _TEXTS},
        "sound_keys": sounds.keys,
        "facets": {name: column.values for name, column in segment.facets.items()},
        "sizes": {name: [each.typecode, len(each)] for name, each in numbers.items()},
    }
    with path.open("wb") as file:
        file.write(json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        file.write(b"\n")
        for each in numbers.values():
            each.tofile(file)


def read(path: Path) -> Segment:
    """Return the segment of a file. Raises whatever a damaged one leads to."""
    with path.open("rb") as file:
        head = json.loads(file.readline().decode("utf-8", "surrogatepass"))
        numbers: dict[str, array[Any]] = {}
        for name, (typecode, size) in head["sizes"].items():
            numbers[name] = array(typecode)
            numbers[name].fromfile(file, size)

    def lists(name: str) -> Postings:
        return Postings(numbers[f"{name}.starts"], numbers[f"{name}.numbers"])

    return Segment(
        **{name: head[name] for name in _TEXTS},
        weights=numbers["weights"],
        numbers=numbers["numbers"],
        postings={name: lists(name) for name in fields.SEARCHED},
        topic_docs=lists("topic_docs"),
        facets={
            name: Column([tuple(each) for each in values], numbers[f"facet.{name}"])
            for name, values in head["facets"].items()
        },
        packed_sounds=Sounds(head["sound_keys"], lists("sounds"), numbers["omissions"]),
    )
