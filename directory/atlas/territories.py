"""Decides which treaties apply in a territory that a question names.

A treaty counts only if it was extended to the territory (Vienna Convention on the Law of Treaties, art. 29).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from directory.atlas.facts import AtlasFacts, TreatyActFacts
from directory.atlas.question import AtlasQuestion
from directory.treaties.territories import TerritoryLine

EXTENDED, EXCLUDED = "extended", "excluded"


def with_territories(record: AtlasFacts, lines: Iterable[TerritoryLine], states: Collection[str]) -> AtlasFacts:
    """Return the facts in `record`, with further acts on treaties for each territory among `states`. `lines` describes
    the territories.

    A territory counts as a party from the day on which a treaty was extended to it.
    """
    acts = dict(record.acts)
    for line in lines:
        for code in line.codes:
            if code in states:
                place = line.treaty.key, code
                acts[place] = (*acts.get(place, ()), *_acts(line))
    return replace(record, acts=acts)


def names_territory(lines: Iterable[TerritoryLine], question: AtlasQuestion) -> bool:
    """Return whether one of the States of a question is known as a territory of another State."""
    return any(code in question.states for line in lines for code in line.codes)


def _acts(line: TerritoryLine) -> Iterator[TreatyActFacts]:
    is_supported = line.source.is_supported
    if line.effect == EXTENDED:
        yield TreatyActFacts("party", "entry_into_force" if line.since else "", line.since, is_supported)
        if line.until:
            yield TreatyActFacts("withdrawal", "effective_date", line.until, is_supported)
    elif line.effect == EXCLUDED:
        yield TreatyActFacts("not_party", "", None, is_supported)
