"""The filters of each list. If the search has a facet for the same detail, filter and facet have the same name."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement

from directory import clock
from directory.access.current_viewer import current_viewer
from directory.api.entries.conditions import Attribute, Condition, Filter, equals, holds_any, through, verified
from directory.focal_points.desk_states import is_reachable
from directory.focal_points.standings.queries import list_desks_with
from directory.models import (
    Authority,
    Competence,
    Designation,
    FocalPoint,
    Jurisdiction,
    Legislation,
    Network,
    NetworkMember,
    RequirementSheet,
    Rule,
    Treaty,
    TreatyParty,
    TreatyStatus,
)
from directory.vocabulary import (
    AUTHORITY_KINDS,
    AUTHORITY_STATUSES,
    COVERS,
    FUNCTIONS,
    ISSUES,
    LAW_KINDS,
    LEVELS,
    MEASURES,
    NETWORK_KINDS,
    NOT_TAKING_PART,
    OFFENCES,
    REACHABLE,
    STANDING_LEVELS,
    SUBJECTS,
    TREATY_ARTICLES,
    StandingLevel,
)


def _with_narrower(values: Sequence[str]) -> list[str]:
    return [code for code, function in FUNCTIONS.items() if code in values or function.within in values]


def _has_function(values: Sequence[str]) -> ColumnElement[bool]:
    return Authority.competences.any(Competence.function.in_(_with_narrower(values)))


def _has_status(values: Sequence[str]) -> ColumnElement[bool]:
    return Authority.status.in_([*values, *([""] if ACTIVE in values else [])])


def _is_reachable(_now: Sequence[str]) -> ColumnElement[bool]:
    return is_reachable(current_viewer(), clock.now())


def _has_standing(levels: Sequence[str]) -> ColumnElement[bool]:
    desks = (list_desks_with(StandingLevel(one)) for one in levels if one in STANDING_LEVELS)
    return FocalPoint.key.in_(sorted(frozenset().union(*desks)))


def _by(name: str, attribute: Attribute, description: str, codes: Collection[str] | None = None) -> Filter:
    return Filter(name, description, (equals(attribute),), codes)


def _state(*conditions: Condition) -> Filter:
    return Filter("jurisdiction", "ISO 3166-1 code, two letters, of a State or territory.", conditions)


def _network(*conditions: Condition) -> Filter:
    return Filter("network", "The id of a network.", conditions)


def _treaty(*conditions: Condition) -> Filter:
    return Filter("treaty", "The id of a treaty.", conditions)


ACTIVE = "active"
# A State that is recorded as not taking part in a treaty does not match the filter for this treaty.
TAKES_PART = TreatyStatus.action.not_in(NOT_TAKING_PART)

FILTERS: Mapping[str, tuple[Filter, ...]] = {
    "jurisdiction": (
        _network(through(Jurisdiction.key, NetworkMember.jurisdiction_key, NetworkMember.network_key)),
        _treaty(
            through(Jurisdiction.key, TreatyParty.jurisdiction_key, TreatyParty.treaty_key),
            through(Jurisdiction.key, TreatyStatus.jurisdiction_key, TreatyStatus.treaty_key, TAKES_PART),
        ),
        _by("region", Jurisdiction.region, "UN M49 code of a region."),
        verified(Jurisdiction),
    ),
    "authority": (
        _state(equals(Authority.jurisdiction_key)),
        Filter(
            "function",
            "What the authority does; a broader function finds the narrower ones too.",
            (_has_function,),
            FUNCTIONS,
        ),
        _by("authority_kind", Authority.authority_kind, "Kind of authority.", AUTHORITY_KINDS),
        Filter(
            "status",
            "Whether the authority still stands; one of which nothing says that it has ended is active.",
            (_has_status,),
            AUTHORITY_STATUSES,
        ),
        _network(through(Authority.key, FocalPoint.authority_key, FocalPoint.network_key)),
        _treaty(through(Authority.key, Designation.authority_key, Designation.treaty_key)),
        Filter("accepts", "Code of a language that it accepts.", (holds_any(Authority.languages_accepted),)),
        verified(Authority),
    ),
    "focal_point": (
        _state(through(FocalPoint.authority_key, Authority.key, Authority.jurisdiction_key)),
        _by("authority", FocalPoint.authority_key, "The id of an authority."),
        _network(equals(FocalPoint.network_key)),
        _by("cover", FocalPoint.cover, "Announced hours.", COVERS),
        Filter(
            "reachable",
            "Only desks that can be reached at this moment, as far as the caller may know.",
            (_is_reachable,),
            REACHABLE,
        ),
        Filter(
            "standing",
            "Desks that have this level of standing today, or a higher one.",
            (_has_standing,),
            STANDING_LEVELS,
        ),
        verified(FocalPoint),
    ),
    "network": (
        _state(through(Network.key, NetworkMember.network_key, NetworkMember.jurisdiction_key)),
        _by("network_kind", Network.network_kind, "Kind of network.", NETWORK_KINDS),
        verified(Network),
    ),
    "treaty": (
        Filter("level", "How wide the circle of its parties is.", (equals(Treaty.level),), LEVELS),
        _by("subject", Treaty.subject, "What a bilateral treaty is about.", SUBJECTS),
        _state(
            through(Treaty.key, TreatyParty.treaty_key, TreatyParty.jurisdiction_key),
            through(Treaty.key, TreatyStatus.treaty_key, TreatyStatus.jurisdiction_key, TAKES_PART),
        ),
        verified(Treaty),
    ),
    "requirement": (
        _state(equals(RequirementSheet.jurisdiction_key)),
        _by("measure", RequirementSheet.measure, "Measure that the sheet is for.", MEASURES),
        _treaty(through(RequirementSheet.key, Rule.sheet_key, Rule.treaty_key)),
        verified(RequirementSheet),
    ),
    "legislation": (
        _state(equals(Legislation.jurisdiction_key)),
        _by("law_kind", Legislation.law_kind, "What it is.", LAW_KINDS),
        Filter("crime_type", "Crime type that it is about.", (holds_any(Legislation.crime_types),), OFFENCES),
        Filter("issue", "Cross-cutting issue that it is about.", (holds_any(Legislation.issues),), ISSUES),
        Filter(
            "treaty_article",
            "Article of UNTOC or a Protocol that it carries out.",
            (holds_any(Legislation.treaty_articles),),
            TREATY_ARTICLES,
        ),
        verified(Legislation),
    ),
}


def offered(kind: str) -> dict[str, Filter]:
    """Return the filters that are offered now for the list of a kind, by name."""
    return {one.name: one for one in FILTERS[kind] if one.is_offered}


def find_offered(kind: str, name: str) -> Filter | None:
    """Return the filter of this name for the list of a kind. Return None if there is no filter of this name, or if
    callers may not use it now."""
    return next((one for one in FILTERS[kind] if one.name == name and one.is_offered), None)
