"""A segment as one file that is read in a moment: to ask the engine for every posting takes a second.

The file lies beside those of the segment it is made of, and like them is never changed.
"""

import json
from array import array
from base64 import b64decode, b64encode
from pathlib import Path

from search_index.segment import Postings, Segment


def write(path: Path, segment: Segment) -> None:
    """Write a segment whose documents are numbered from 0."""
    packed = {
        "keys": segment.keys,
        "weights": _text(segment.weights),
        "words": segment.words,
        "postings": {name: [_text(each.starts), _text(each.docs)] for name, each in segment.postings.items()},
        "names": segment.names,
        "spelled": segment.spelled,
        "facets": {
            name: {value: f"{docs:x}" for value, docs in values.items()} for name, values in segment.facets.items()
        },
    }
    path.write_text(json.dumps(packed), encoding="ascii")


def read(path: Path) -> Segment:
    """Return the segment of a file. Raises whatever a damaged one leads to."""
    packed = json.loads(path.read_bytes())
    return Segment(
        keys=packed["keys"],
        weights=array("d", b64decode(packed["weights"])),
        words=packed["words"],
        postings={
            name: Postings(*(array("I", b64decode(numbers)) for numbers in each))
            for name, each in packed["postings"].items()
        },
        names=[tuple(names) for names in packed["names"]],
        spelled=packed["spelled"],
        facets={
            name: {value: int(docs, 16) for value, docs in values.items()} for name, values in packed["facets"].items()
        },
    )


def _text(numbers: "array[int] | array[float]") -> str:
    return b64encode(numbers.tobytes()).decode("ascii")
