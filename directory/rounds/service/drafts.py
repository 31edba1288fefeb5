"""Links a draft to the outlines of a round that began from it, so that the draft shows what each desk says of its
items."""

from collections.abc import Mapping

from directory.consultations.queries.outlines import list_outlines
from directory.drafts.service.outlines import link
from directory.models import Draft, QuestionRound


def link_draft(draft: Draft, asked: QuestionRound, marks: Mapping[str, str]) -> None:
    """Link a draft to the outline in each consultation of a round that was just opened. `marks` maps the code of each
    item of the draft to a digest of its content."""
    kept = {code: marks[code] for code in asked.outline_items if code in marks}
    for one in asked.members:
        for shared in list_outlines(one.consultation):
            link(draft, shared.outline, kept)
