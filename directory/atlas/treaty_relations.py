"""Clauses by which a treaty supersedes, precedes or gives way to another treaty, between States bound by both.

The clauses are data (`models.TreatyRelation`). This module names no treaty.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from directory.atlas.coverage import CARRYING, TreatyVerdict
from directory.atlas.facts import AtlasFacts, RelationFacts, TreatyFacts
from directory.atlas.order import IF_BOUND
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason
from directory.atlas.treaty_force import TreatyForce

Verdicts = Mapping[str, TreatyVerdict]
Forces = Mapping[str, TreatyForce]
# Maps a pair of treaties to the reason why the first treaty goes before the second.
Precedence = dict[tuple[str, str], Reason]


def superseded(question: AtlasQuestion, record: AtlasFacts, forces: Forces, verdicts: Verdicts) -> dict[str, Reason]:
    """Return the treaties that a clause of another treaty replaces, as a mapping from treaty key to the reason.

    A clause that names no treaty replaces only earlier treaties (`_is_earlier`). A treaty replaces others only if it is
    certain to bind all States and is not replaced itself.
    """
    found: dict[str, Reason] = {}
    for key, relation in _clauses(record, verdicts, question, "supersedes"):
        if not forces[key].is_certain:
            continue
        for other in _targets(key, relation, record, verdicts):
            is_named, whole = other.key == relation.other, _whole(other, record)
            if is_named or (_carries(key, record, verdicts) and _is_earlier(whole, key, forces)):
                found[other.key] = Reason(
                    "superseded", relation.article, treaty=key, of=key, is_supported=relation.is_supported
                )
    return {key: reason for key, reason in found.items() if reason.treaty not in found}


def successors_if_bound(
    question: AtlasQuestion, record: AtlasFacts, forces: Forces, in_force: Mapping[str, object]
) -> set[str]:
    """Return the keys of the treaties that would replace a treaty if they bound all States. Such a treaty has a clause
    by which it replaces a named treaty, and the named treaty is in `in_force`.

    Treaties that are certain to bind all States are left out.
    """
    clauses = _clauses(record, in_force, question, "supersedes")
    return {key for key, relation in clauses if relation.other in in_force and not forces[key].is_certain}


def superseded_by_name(question: AtlasQuestion, record: AtlasFacts, forces: Forces, verdicts: Verdicts) -> set[str]:
    """Return the keys of the treaties that a clause of another treaty names and replaces.

    The treaty of the clause must be certain to bind all States.
    """
    clauses = _clauses(record, verdicts, question, "supersedes")
    return {clause.other for key, clause in clauses if clause.other and forces[key].is_certain}


def changes_if_bound(key: str, record: AtlasFacts, usable: Collection[str], forces: Forces) -> list[RelationFacts]:
    """Return the clauses by which a treaty would change or replace other usable treaties if it bound all States.

    The list is empty if the treaty is certain to bind all States.
    """
    clauses = [] if forces[key].is_certain else record.treaties[key].relations_of("amends", "supersedes")
    return [relation for relation in clauses if relation.other in usable]


def precedence(question: AtlasQuestion, record: AtlasFacts, forces: Forces, verdicts: Verdicts) -> Precedence:
    """Return the order that clauses decide: a mapping from (first treaty, second treaty) to the reason.

    A clause that names one treaty outweighs an opposite clause on all treaties of some levels. A clause on later
    treaties, such as ETS 30, art. 26(2), puts its own treaty before the later treaties.
    """
    found: Precedence = {}
    named: set[tuple[str, str]] = set()
    for key, relation in _clauses(record, verdicts, question, "supersedes"):
        if not forces[key].is_certain and relation.other in verdicts:
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


def leaving(question: AtlasQuestion, record: AtlasFacts, verdicts: Verdicts) -> dict[tuple[str, str], RelationFacts]:
    """Return the clauses by which a treaty leaves another treaty untouched. The keys are pairs: (treaty of the clause,
    other treaty)."""
    clauses = _clauses(record, verdicts, question, "leaves")
    return {(key, other.key): clause for key, clause in clauses for other in _targets(key, clause, record, verdicts)}


def giving_way(question: AtlasQuestion, record: AtlasFacts, verdicts: Verdicts) -> dict[str, RelationFacts]:
    """Return, for each treaty, its clause by which the procedure of other treaties goes first.

    Treaties without such a clause on the measure are left out.
    """
    return dict(_clauses(record, verdicts, question, "subsidiary"))


def extending(question: AtlasQuestion, record: AtlasFacts, verdicts: Verdicts) -> dict[str, RelationFacts]:
    """Return, for each treaty, the clause that adds the treaty's offences to extradition treaties.

    Treaties without such a clause on the measure are left out.
    """
    return dict(_clauses(record, verdicts, question, "extends"))


def _clauses(
    record: AtlasFacts, keys: Mapping[str, object], question: AtlasQuestion, *effects: str
) -> Iterator[tuple[str, RelationFacts]]:
    for key in keys:
        for relation in record.treaties[key].relations_of(*effects):
            if relation.is_about(question.measure):
                yield key, relation


def _targets(key: str, relation: RelationFacts, record: AtlasFacts, verdicts: Verdicts) -> Iterator[TreatyFacts]:
    for other in (record.treaties[one] for one in verdicts if one != key):
        if relation.other:
            if other.key == relation.other:
                yield other
        elif other.level in relation.levels and other.main != key and verdicts[other.key].use in CARRYING:
            yield other


def _carries(key: str, record: AtlasFacts, verdicts: Verdicts) -> bool:
    return any(one.use in CARRYING for other, one in verdicts.items() if key in (other, record.treaties[other].main))


def _whole(treaty: TreatyFacts, record: AtlasFacts) -> TreatyFacts:
    return record.treaties.get(treaty.main, treaty)


def _is_earlier(other: TreatyFacts, key: str, forces: Forces) -> bool:
    """Return whether the treaty `other` was concluded before the treaty `key` bound all States. Return False if `other`
    has a clause by which it gives way, or a clause that names `key`."""
    has_own_clause = any(one.effect == "subsidiary" or one.other == key for one in other.relations)
    since = forces[key].at_latest
    is_before = since is not None and other.concluded_on is not None and other.concluded_on < since
    return is_before and not has_own_clause and not _is_later(other, key, forces)


def _is_later(other: TreatyFacts, key: str, forces: Forces) -> bool:
    """Return whether the treaty `key` already bound all States when the treaty `other` was concluded or began to bind.
    Return False if this is unknown."""
    since, began = forces[key].at_latest, (other.concluded_on, forces[other.key].not_before)
    return since is not None and any(day is not None and day >= since for day in began)
