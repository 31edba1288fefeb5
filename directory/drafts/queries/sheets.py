"""Reads what the requested State asks of a request: the rules of its sheets that this draft falls under."""

from collections.abc import Iterable

from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.drafts.content import DraftContent
from directory.requirements.queries import list_sheets

# Topics whose rules say what must be in a request or with it.
CONTENT = ("content_item", "attachments", "form", "translation")


def list_rules(viewer: Viewer, content: DraftContent, topics: Iterable[str]) -> list[Reading]:
    """Return the rules on these topics, general ones first.

    Left out are those for civil matters alone, and those that rest on a treaty which the draft does not: a rule
    that rests on one treaty binds its parties alone.
    """
    if not content.requested:
        return []
    sheets = [one for one in list_sheets((content.requested,)) if one.measure in ("", *content.measures)]
    read = read_all(viewer, [rule for sheet in sorted(sheets, key=lambda one: one.measure) for rule in sheet.rules])
    wanted = set(topics)
    return [one for one in read if one.value("topic") in wanted and _applies(one, content)]


def _applies(rule: Reading, content: DraftContent) -> bool:
    treaty = rule.value("treaty_key")
    return rule.value("matters") != "civil" and rule.value("answer") != "no" and treaty in (None, *content.treaties)
