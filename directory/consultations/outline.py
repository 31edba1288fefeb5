"""What an outline holds, and what is said of its items: codes and words of the directory, never what a draft says."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class OutlineItem:
    """One item of a checklist and whether the draft has it: a row of REQUEST_ITEMS or, with a `topic`, a rule of the
    asked State, whose `wording` by language is copied as everyone could read it; it was first written in `original`.
    """

    code: str
    is_there: bool
    is_mandatory: bool
    topic: str = ""
    original: str = ""
    wording: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OutlineContent:
    """A whole outline: codes of measures, keys of treaties, items in the order of the checklist."""

    measures: tuple[str, ...] = ()
    treaties: tuple[str, ...] = ()
    items: tuple[OutlineItem, ...] = ()


@dataclass(frozen=True)
class ItemComment:
    """What the desk says of an item: a row of VERDICTS, empty where it takes back what it said, and its words."""

    verdict: str = ""
    text: str = ""


NO_COMMENT = ItemComment()


def to_json(content: OutlineContent | ItemComment) -> str:
    """Return an outline or a comment as it is sealed."""
    return json.dumps(asdict(content), ensure_ascii=False)


def outline_from_json(text: str) -> OutlineContent:
    """Return the outline that was sealed."""
    values: dict[str, Any] = json.loads(text)
    items = tuple(OutlineItem(**one) for one in values["items"])
    return OutlineContent(tuple(values["measures"]), tuple(values["treaties"]), items)


def comment_from_json(text: str) -> ItemComment:
    """Return the comment that was sealed."""
    return ItemComment(**json.loads(text))
