"""Reads which treaties carry what a draft asks for, as the atlas finds them for each of its measures."""

from dataclasses import replace

from directory.access.viewer import Viewer
from directory.atlas.legal_basis import Basis, choose
from directory.atlas.queries import load
from directory.atlas.question import Offence, Question
from directory.drafts.content import Content


def list_usable(viewer: Viewer, content: Content) -> list[Basis]:
    """Return the treaties that carry at least one of the measures, each once, in the order of use."""
    usable = [basis for found in _by_measure(viewer, content) for basis in found if basis.is_usable]
    return list({basis.treaty: basis for basis in reversed(usable)}.values())[::-1]


def list_leading(viewer: Viewer, content: Content) -> list[str]:
    """Return the treaty to use first for each measure, with those that only add to it."""
    leading: dict[str, None] = {}
    for found in _by_measure(viewer, content):
        first = next((one.treaty for one in found if one.is_usable and one.use != "supplements"), None)
        if first is not None:
            leading[first] = None
            leading |= dict.fromkeys(one.treaty for one in found if _adds_to(one, first))
    return list(leading)


def _adds_to(basis: Basis, main: str) -> bool:
    return basis.use == "supplements" and any(reason.treaty == main for reason in basis.reasons)


def _by_measure(viewer: Viewer, content: Content) -> list[list[Basis]]:
    states = {content.requesting, content.requested}
    if "" in states or len(states) == 1:
        return []
    record = load(viewer, states)
    offence = Offence(
        content.offence,
        max_penalty_years=content.max_penalty_years,
        is_transnational=content.is_transnational,
        is_organized=content.is_organized,
    )
    asked = Question(content.requesting, content.requested, "", offence, content.stage, content.is_urgent)
    return [choose(replace(asked, measure=code), record) for code in content.measures]
