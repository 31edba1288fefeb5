"""What clauses of treaties do to each other between States bound by both: who supersedes, precedes or gives way.

The clauses are data (`models.TreatyRelation`); no treaty is named here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from directory.atlas.coverage import CARRYING, TreatyVerdict
from directory.atlas.facts import AtlasFacts, RelationFacts, TreatyFacts
from directory.atlas.order import IF_BOUND
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason
from directory.atlas.treaty_force import TreatyForce

Verdicts = Mapping[str, TreatyVerdict]
Forces = Mapping[str, TreatyForce]
# The reason why the first treaty of a pair goes before the second.
Precedence = dict[tuple[str, str], Reason]


def superseded(question: AtlasQuestion, record: AtlasFacts, forces: Forces, verdicts: Verdicts) -> dict[str, Reason]:
    """Return why treaties in force are not used: another one, in force too, takes their place.

    A clause on all treaties of some levels takes the place of those concluded before its own treaty bound all States,
    if its own treaty, or one that adds to it, carries the request. A treaty with a clause of its own on the order keeps
    its place. A treaty that is not certain to have bound all States takes the place of none.
    """
    found: dict[str, Reason] = {}
    for key, relation in _clauses(record, verdicts, question, "supersedes"):
        if forces[key].is_uncertain:
            continue
        for other in _targets(key, relation, record, verdicts):
            is_named, whole = other.key == relation.other, _whole(other, record)
            if is_named or (_carries(key, record, verdicts) and _is_earlier(whole, key, forces)):
                found[other.key] = Reason(
                    "superseded", relation.article, treaty=key, of=key, is_supported=relation.is_supported
                )
    return {key: reason for key, reason in found.items() if reason.treaty not in found}


def precedence(question: AtlasQuestion, record: AtlasFacts, forces: Forces, verdicts: Verdicts) -> Precedence:
    """Return which of the treaties goes before which by a clause, with the reason.

    What a treaty says of one other treaty outweighs what that one says of all treaties of some levels; a later special
    convention, which goes before the treaty for other measures, is none that may only add to it (ETS 30, art. 26(2)).
    """
    found: Precedence = {}
    named: set[tuple[str, str]] = set()
    for key, relation in _clauses(record, verdicts, question, "supersedes"):
        if forces[key].is_uncertain and relation.other in verdicts:
            reason = Reason(IF_BOUND, relation.article, treaty=relation.other, is_supported=relation.is_supported)
            found[key, relation.other] = reason
            named.add((key, relation.other))
    for key, relation in _clauses(record, verdicts, question, "precedes", "later_supplements"):
        for other in _targets(key, relation, record, verdicts):
            is_special = any(one.effect == "precedes" and one.other == key for one in other.relations)
            if relation.effect == "precedes" or (not is_special and _is_later(_whole(other, record), key, forces)):
                reason = Reason(
                    f"order_{relation.effect}", relation.article, treaty=other.key, is_supported=relation.is_supported
                )
                found[key, other.key] = reason
                named |= {(key, other.key)} if relation.other else set()
                additions = (one for one in verdicts if record.treaties[one].main == key and one != other.key)
                found |= {(one, other.key): replace(reason, of=key) for one in additions}
    return {pair: reason for pair, reason in found.items() if pair in named or pair[::-1] not in named}


def giving_way(question: AtlasQuestion, record: AtlasFacts, verdicts: Verdicts) -> dict[str, RelationFacts]:
    """Return the clauses by which treaties leave procedure to other assistance treaties, by treaty."""
    return dict(_clauses(record, verdicts, question, "subsidiary"))


def extending(question: AtlasQuestion, record: AtlasFacts, verdicts: Verdicts) -> dict[str, RelationFacts]:
    """Return the clauses by which treaties add their offences to extradition treaties, by treaty."""
    return dict(_clauses(record, verdicts, question, "extends"))


def _clauses(
    record: AtlasFacts, keys: Mapping[str, object], question: AtlasQuestion, *effects: str
) -> Iterator[tuple[str, RelationFacts]]:
    for key in keys:
        for relation in record.treaties[key].relations_of(*effects):
            if relation.is_about(question.measure):
                yield key, relation


def _targets(key: str, relation: RelationFacts, record: AtlasFacts, verdicts: Verdicts) -> Iterator[TreatyFacts]:
    """Yield the treaties in force that a clause means: the one that it names, or those of its levels that carry it."""
    for other in (record.treaties[one] for one in verdicts if one != key):
        if relation.other:
            if other.key == relation.other:
                yield other
        elif other.level in relation.levels and other.main != key and verdicts[other.key].use in CARRYING:
            yield other


def _carries(key: str, record: AtlasFacts, verdicts: Verdicts) -> bool:
    """Return whether a treaty carries the request, alone or by a treaty that adds to it."""
    return any(one.use in CARRYING for other, one in verdicts.items() if key in (other, record.treaties[other].main))


def _whole(treaty: TreatyFacts, record: AtlasFacts) -> TreatyFacts:
    """Return the treaty itself or, if it adds to another or amends it, that one: both are of the same age."""
    return record.treaties.get(treaty.main, treaty)


def _is_earlier(other: TreatyFacts, key: str, forces: Forces) -> bool:
    """Return whether a treaty was concluded before another one bound all States, and says nothing on the order."""
    has_own_clause = any(one.effect == "subsidiary" or one.other == key for one in other.relations)
    since = forces[key].at_latest
    is_before = since is not None and other.concluded_on is not None and other.concluded_on < since
    return is_before and not has_own_clause and not _is_later(other, key, forces)


def _is_later(other: TreatyFacts, key: str, forces: Forces) -> bool:
    """Return whether a treaty was concluded, or began to bind all States, only once another one bound them."""
    since, began = forces[key].at_latest, (other.concluded_on, forces[other.key].not_before)
    return since is not None and any(day is not None and day >= since for day in began)
