"""How lists are narrowed: under the names that the facets of the search have.

A filter says which details it tells of; it is offered only while all of them may be read by
everyone, so that it can never be used to guess a value that the gate holds back.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from directory.access.policy import may_read
from directory.access.viewer import ANONYMOUS
from directory.models import (
    Authority,
    Competence,
    Designation,
    Entry,
    FocalPoint,
    Jurisdiction,
    Legislation,
    Network,
    NetworkMember,
    Provenance,
    RequirementSheet,
    Rule,
    Treaty,
    TreatyParty,
    TreatyStatus,
    details_of,
)
from directory.vocabulary import (
    AUTHORITY_KINDS,
    AUTHORITY_STATUSES,
    CONFIDENCES,
    COVERS,
    FUNCTIONS,
    LEVELS,
    MEASURES,
    NETWORK_KINDS,
    SUBJECTS,
    Audience,
)

Values = Sequence[str]
REACHABLE_NOW = "now"


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list to the rows that meet `condition` for any of the values asked for."""

    name: str
    description: str
    condition: Callable[[Values], ColumnElement[bool]]
    tells_of: tuple[InstrumentedAttribute[Any], ...] = ()
    codes: Collection[str] | None = None

    @property
    def is_offered(self) -> bool:
        """Whether everyone may read all that it tells of."""
        audiences = (attribute.property.columns[0].info["detail"].audience for attribute in self.tells_of)
        return all(isinstance(audience, Audience) and may_read(ANONYMOUS, audience) for audience in audiences)


def offered(kind: str) -> dict[str, Filter]:
    """Return the filters of the list of one kind by name."""
    return {one.name: one for one in FILTERS[kind] if one.is_offered}


def _is(attribute: InstrumentedAttribute[Any], name: str, description: str, codes: Collection[str] | None = None) -> Filter:
    return Filter(name, description, attribute.in_, (attribute,), codes)


def _verified(model: type[Entry]) -> Filter:
    def condition(values: Values) -> ColumnElement[bool]:
        readable = [d.name for d in details_of(model) if d.detail.audience == Audience.PUBLIC]
        found = select(Provenance.key).where(
            Provenance.kind == model.KIND, Provenance.detail.in_(readable), Provenance.confidence.in_(values)
        )
        return model.key.in_(found)

    return Filter("verified", "Confidence that some detail of the entry has.", condition, (), CONFIDENCES)


def _functions(values: Values) -> ColumnElement[bool]:
    wanted = [code for code, function in FUNCTIONS.items() if code in values or function.within in values]
    return Authority.competences.any(Competence.function.in_(wanted))


def _accepts(values: Values) -> ColumnElement[bool]:
    listed = cast(Authority.languages_accepted, String)
    return or_(*(listed.contains(f'"{value}"', autoescape=True) for value in values))


def _treaty_states(values: Values) -> ColumnElement[bool]:
    acted = select(TreatyStatus.treaty_key).where(TreatyStatus.jurisdiction_key.in_(values))
    return Treaty.parties.any(TreatyParty.jurisdiction_key.in_(values)) | Treaty.key.in_(acted)


def _state_treaties(values: Values) -> ColumnElement[bool]:
    party = select(TreatyParty.jurisdiction_key).where(TreatyParty.treaty_key.in_(values))
    acted = select(TreatyStatus.jurisdiction_key).where(TreatyStatus.treaty_key.in_(values))
    return Jurisdiction.key.in_(party) | Jurisdiction.key.in_(acted)


def _through(child: InstrumentedAttribute[Any], parent: Any, met: InstrumentedAttribute[Any]) -> Callable[[Values], ColumnElement[bool]]:
    """Return the condition that a row of `child`'s table names the parent and meets the values."""
    return lambda values: parent.in_(select(child).where(met.in_(values)))


_STATE = "ISO 3166-1 code of a State or territory."
_NETWORK = "Code of a network."
_TREATY = "Code of a treaty."

FILTERS: Mapping[str, tuple[Filter, ...]] = {
    "jurisdiction": (
        Filter("network", _NETWORK, _through(NetworkMember.jurisdiction_key, Jurisdiction.key, NetworkMember.network_key), (NetworkMember.network_key, NetworkMember.jurisdiction_key)),
        Filter("treaty", "Code of a treaty that the State signed or has acted under.", _state_treaties, (TreatyStatus.treaty_key, TreatyStatus.jurisdiction_key, TreatyParty.treaty_key, TreatyParty.jurisdiction_key)),
        _is(Jurisdiction.region, "region", "UN M49 code of a region."),
    ),
}
