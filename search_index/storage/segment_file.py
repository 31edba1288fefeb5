"""Writes a segment with its posting lists to a file, and reads it.

The first line describes the other content: arrays of numbers, and texts separated by a character that no folded text
contains.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from search_index.storage import fields
from search_index.storage.in_memory_postings import FacetColumn, Numbers, Postings
from search_index.storage.segment import PhoneticIndex, Segment

_TEXTS = ("words", "topics", "spelled", "names")
_NUMBERS = ("weights", "lengths", "said", "letters", "numbers")
_LISTS = ("topic_docs", "spelled_docs", "spelled_topics", "name_docs", "doc_names")
_FEW_DOCUMENTS = 50
_MARK = "\x1e"


def write(path: Path, segment: Segment) -> None:
    """Write a segment to a file."""
    # The phonetic index of a small segment is not stored: it is made when a search first uses it.
    sounds = segment.phonetic_index if len(segment.keys) > _FEW_DOCUMENTS else PhoneticIndex.of([])
    texts = {name: getattr(segment, name) for name in _TEXTS} | {"sounds": sounds.keys}
    lists: dict[str, Postings] = {name: getattr(segment, name) for name in _LISTS}
    lists |= {**segment.postings, "sound_places": sounds.places}
    numbers: dict[str, Numbers] = {
        **{name: getattr(segment, name) for name in _NUMBERS},
        "omissions": np.asarray(sounds.deletes),
        **{f"{name} starts": np.asarray(each.starts) for name, each in lists.items()},
        **{f"{name} numbers": each.numbers for name, each in lists.items()},
        **{f"{name} codes": column.codes for name, column in segment.facets.items()},
    }
    parts = {name: _MARK.join(each).encode("utf-8", "surrogatepass") for name, each in texts.items()}
    parts |= {name: each.tobytes() for name, each in numbers.items()}
    head = {
        "keys": segment.keys,
        "facets": {name: column.values for name, column in segment.facets.items()},
        "types": {name: each.dtype.char for name, each in numbers.items()},
        "counts": {name: len(each) for name, each in texts.items()},
        "sizes": {name: len(part) for name, part in parts.items()},
    }
    path.write_bytes(b"\n".join((json.dumps(head).encode(), b"".join(parts.values()))))


def read(path: Path) -> Segment:
    """Return the segment of a file. A damaged file may raise any exception."""
    with path.open("rb") as file:
        head = json.loads(file.readline())
        texts: dict[str, list[str]] = {}
        numbers: dict[str, memoryview] = {}
        for name, size in head["sizes"].items():
            part = file.read(size)
            if code := head["types"].get(name):
                numbers[name] = memoryview(part).cast(code)
            else:
                texts[name] = part.decode("utf-8", "surrogatepass").split(_MARK) if head["counts"][name] else []

    def lists(name: str) -> Postings:
        return Postings(numbers[f"{name} starts"], np.asarray(numbers[f"{name} numbers"]))

    plain: dict[str, Any] = {name: texts[name] for name in _TEXTS}
    plain |= {name: np.asarray(numbers[name]) for name in _NUMBERS} | {name: lists(name) for name in _LISTS}
    return Segment(
        keys=head["keys"],
        **plain,
        postings={name: lists(name) for name in fields.SEARCHED},
        facets={
            name: FacetColumn([tuple(each) for each in values], np.asarray(numbers[f"{name} codes"]))
            for name, values in head["facets"].items()
        },
        packed_phonetic_index=PhoneticIndex(texts["sounds"], lists("sound_places"), numbers["omissions"])
        if texts["sounds"]
        else None,
    )
