"""Reads the rules of the requested State's requirement sheets that apply to a draft."""

from collections.abc import Iterable

from directory import clock
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.drafts.content import DraftContent
from directory.requirements.queries import list_sheets
from directory.treaties.statement_scope import holds_on
from directory.vocabulary import covers

# Topics whose rules say what a request must contain or have attached.
CONTENT = ("content_item", "attachments", "form", "translation")


def list_rules(viewer: Viewer, content: DraftContent, topics: Iterable[str]) -> list[Reading]:
    """Return the rules on these topics that apply to a draft, as far as the viewer may read them. Rules of the general
    requirement sheet come first. Without a requested State, return [].

    A rule does not apply in these cases:

    - Its answer is no, or it is not valid today.
    - It is only for another requesting State, for other measures, for a treaty that the draft does not name, for civil
      matters, or for requests that the State sends.
    - It belongs to the general sheet and names neither measure nor treaty, and `content.sends_something` is false.
    """
    if not content.requested:
        return []
    sheets = [one for one in list_sheets((content.requested,)) if one.measure in ("", *content.measures)]
    general = {rule.key for sheet in sheets if not sheet.measure for rule in sheet.rules}
    read = read_all(viewer, [rule for sheet in sorted(sheets, key=lambda one: one.measure) for rule in sheet.rules])
    wanted = set(topics)
    return [
        one
        for one in read
        if one.value("topic") in wanted and _is_about(one, content, one.key in general) and _applies(one, content)
    ]


def _applies(rule: Reading, content: DraftContent) -> bool:
    is_towards = rule.value("towards_key") in (None, content.requesting)
    is_now = holds_on(clock.today(), rule.value("since"), rule.value("until"))
    is_open = rule.value("matters") != "civil" and rule.value("answer") != "no" and rule.value("condition") != "sent"
    return is_towards and is_now and is_open and rule.value("treaty_key") in (None, *content.treaties)


def _is_about(rule: Reading, content: DraftContent, is_of_general_sheet: bool) -> bool:
    measures = rule.value("measures", ())
    if measures:
        return any(covers(measures, measure) for measure in content.measures)
    # The general sheet is about legal assistance, unless a treaty of the draft extends the rule to other measures.
    return not is_of_general_sheet or bool(rule.value("treaty_key")) or content.sends_something
