"""The content of an outline, and of the comments on its items. An outline contains codes and wordings of the directory,
never the draft's own text."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class OutlineItem:
    """One item of a checklist: a row of CHECKLIST_ITEMS or, if `topic` is set, a rule of the State that is asked.

    `is_there` is true if the draft has the item. For a rule, `code` is the key of the rule, and `wording` is its public
    text by language.
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
    """A desk's comment on an item, with a code of ITEM_VERDICTS. An empty verdict withdraws an earlier comment."""

    verdict: str = ""
    text: str = ""


NO_COMMENT = ItemComment()


def to_json(content: OutlineContent | ItemComment) -> str:
    """Return an outline or a comment as JSON text, which callers encrypt."""
    return json.dumps(asdict(content), ensure_ascii=False)


def outline_from_json(text: str) -> OutlineContent:
    """Return the outline that `to_json` wrote."""
    values: dict[str, Any] = json.loads(text)
    items = tuple(OutlineItem(**one) for one in values["items"])
    return OutlineContent(tuple(values["measures"]), tuple(values["treaties"]), items)


def comment_from_json(text: str) -> ItemComment:
    """Return the comment that `to_json` wrote."""
    return ItemComment(**json.loads(text))
