"""The authorities of a State, and the authorities to which a request goes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.access.facts import LabelledCode, Link, SourceNote, labelled_code, name_of, source_of
from directory.access.gate import Reading, if_open, read_all, related
from directory.access.viewer import Viewer
from directory.atlas.question import AtlasQuestion
from directory.extensions import db
from directory.focal_points.offices_to_call import INTERNATIONAL_ORGANIZATION
from directory.models import Authority
from directory.vocabulary import AUTHORITY_KINDS, ENDED_STATUSES, FUNCTIONS, MEASURES

# The task of authorities that only send requests. No request is addressed to such an authority.
SENDING = "transmits"
# The task of judicial authorities that only the direct channel reaches.
DIRECTLY = "receives_directly"
DIRECT_FUNCTIONS = tuple(code for code, term in FUNCTIONS.items() if term.task == DIRECTLY)
WITHOUT_TREATY = ("mla_no_treaty", "extradition_no_treaty")
# The function of an authority for assistance at large.
GENERAL = "mutual_legal_assistance"
BUREAU = "interpol_ncb"
ADDRESS, EXECUTES, COPY, ALSO = "address", "executes", "receives_copy", "also"


@dataclass(frozen=True)
class Institution:
    """One authority. If `stages` is empty, the authority is competent at all stages of proceedings."""

    link: Link
    kind: str
    stages: tuple[str, ...]
    # From the code of each function to the source of this function.
    functions: Mapping[str, SourceNote]
    # The keys of the treaties under which the authority is designated.
    treaties: frozenset[str]
    # A warning label such as "demonstration".
    mark: LabelledCode | None = None


@dataclass(frozen=True)
class Addressee:
    """An authority for one request. `part` says what the authority does: ADDRESS (receives the request), ALSO (is also
    competent), EXECUTES or COPY (receives a copy)."""

    institution: Institution
    part: str
    # The first treaty, in the order of use, under which the authority is designated for the request, or empty.
    under: str
    # The source of the function through which the authority receives the request.
    source: SourceNote


def institutions_of(viewer: Viewer, states: Collection[str], language: str) -> dict[str, list[Institution]]:
    """Return a mapping from State to the authorities of this State that the viewer may read.

    The authorities of a State are sorted by key. Closed and replaced authorities are left out.
    """
    options = selectinload(Authority.competences), selectinload(Authority.designations)
    query = select(Authority).where(if_open(Authority.jurisdiction_key.in_(states))).order_by(Authority.key)
    rows = list(db.session.scalars(query.options(*options)))
    functions = _parts(viewer, rows, Authority.competences, "function")
    designations = _parts(viewer, rows, Authority.designations, "treaty_key")
    found: dict[str, list[Institution]] = {}
    for reading in read_all(viewer, rows):
        if reading.value("status") not in ENDED_STATUSES:
            treaties = designations.get(reading.key, {})
            made = _institution(reading, functions.get(reading.key, {}), treaties, language)
            found.setdefault(reading.value("jurisdiction_key", ""), []).append(made)
    return found


def addressees(
    question: AtlasQuestion,
    institutions: Iterable[Institution],
    leading: Sequence[str],
    named_under: Sequence[str],
    receivers: Collection[str] = (),
    closed: Collection[str] = (),
    *,
    opening: Collection[str] | None = None,
) -> list[Addressee]:
    """Return the authorities of the requested State to which a request goes. The authority to address comes first.

    - `leading`: leading treaties. If there are leading treaties, functions for requests without a treaty are ignored.
    - `named_under`: treaties under which an authority may be designated, in the order of use.
    - `receivers`: kinds of authorities to which the leading treaties direct a request.
    - `closed`: kinds of authorities whose channels are all closed. An authority of these kinds is never the authority
      to address (ADDRESS).
    - `opening`: treaties that open the direct channel. Some functions are for requests sent directly. They count only
      if the authority is designated under one of these treaties. If `opening` is None, they always count.
    """
    wanted, closed = MEASURES[question.measure].functions, {*closed, INTERNATIONAL_ORGANIZATION}
    named_kinds: Collection[str] = ()
    known = [_at_stage(_counted(one, leading, opening), question) for one in institutions]
    found = [one for one in known if _closeness(one, wanted) < len(wanted)]
    if receivers and not any(one.kind in receivers for one in found):
        wanted, named_kinds = (*wanted, GENERAL), receivers
        found += [one for one in known if one.kind in receivers and has_function(one, GENERAL)]
    found.sort(
        key=lambda one: (
            one.kind in closed,
            bool(named_kinds) and one.kind not in named_kinds,
            _closeness(one, wanted),
            _designation(one, named_under)[0],
            one.kind not in receivers,
            _kind(one),
            one.link.key,
        )
    )
    made = [_addressee(one, wanted, named_under) for one in found]
    first = next((one for one in made if one.part == ADDRESS and one.institution.kind not in closed), None)
    also = (one if one is first or one.part != ADDRESS else replace(one, part=ALSO) for one in made)
    return sorted(also, key=lambda one: (ADDRESS, ALSO, EXECUTES, COPY).index(one.part))


def receiving(institutions: Iterable[Institution], measure: str) -> list[Institution]:
    """Return the authorities to which requests for a measure can be addressed, whatever the treaty.

    The authorities are sorted by how close their function is to the measure, then by kind and key.
    """
    wanted = MEASURES[measure].functions
    found = [
        one
        for one in institutions
        if one.kind != INTERNATIONAL_ORGANIZATION
        and _closeness(one, wanted) < len(wanted)
        and _part(one, wanted) == ADDRESS
    ]
    return sorted(found, key=lambda one: (_closeness(one, wanted), _kind(one), one.link.key))


def has_function(one: Institution, function: str) -> bool:
    """Return whether an authority has the function `function`, or a function within `function` (`Function.within`).

    A function within `function` is ignored if it is narrow (`is_narrow`). A function that transmits requests is always
    ignored.
    """
    return any(_meets(own, function) for own in one.functions)


def _counted(one: Institution, leading: Sequence[str], opening: Collection[str] | None) -> Institution:
    """Return a copy of an authority that has only the functions to use for the request (see `leading` and `opening` in
    `addressees`). The stages of proceedings are not considered."""
    is_reached = opening is None or not one.treaties.isdisjoint(opening)
    uncounted = {*(WITHOUT_TREATY if leading else ()), *(() if is_reached else DIRECT_FUNCTIONS)}
    return replace(one, functions={code: note for code, note in one.functions.items() if code not in uncounted})


def _parts(
    viewer: Viewer, rows: Iterable[Authority], relationship: object, name: str
) -> dict[str, dict[str, SourceNote]]:
    parts = [part for row in rows for part in related(row, relationship)]  # type: ignore[arg-type]
    found: dict[str, dict[str, SourceNote]] = {}
    for part, reading in zip(parts, read_all(viewer, parts), strict=True):
        if reading.get(name):
            found.setdefault(part.authority_key, {})[reading.value(name)] = source_of(reading, name, "")
    return found


def _institution(
    reading: Reading, functions: Mapping[str, SourceNote], treaties: Iterable[str], language: str
) -> Institution:
    return Institution(
        link=Link("authority", reading.key, name_of(reading, language)),
        kind=reading.value("authority_kind", ""),
        stages=reading.value("stages", ()),
        functions=functions,
        treaties=frozenset(treaties),
        mark=labelled_code(reading, "mark"),
    )


def _meets(function: str, wanted: str) -> bool:
    term = FUNCTIONS[function]
    is_wanted = wanted == function or (wanted == term.within and not term.is_narrow)
    return is_wanted and term.task != SENDING


def _closeness(one: Institution, wanted: Sequence[str]) -> int:
    places = (place for place, code in enumerate(wanted) if has_function(one, code))
    return min(places, default=len(wanted))


def _addressee(one: Institution, wanted: Sequence[str], named_under: Sequence[str]) -> Addressee:
    return Addressee(one, _part(one, wanted), _designation(one, named_under)[1], _source(one, wanted))


def _source(one: Institution, wanted: Sequence[str]) -> SourceNote:
    return next(note for code in wanted for own, note in one.functions.items() if _meets(own, code))


def _designation(one: Institution, usable: Sequence[str]) -> tuple[int, str]:
    return next(((place, key) for place, key in enumerate(usable) if key in one.treaties), (len(usable), ""))


def _at_stage(one: Institution, question: AtlasQuestion) -> Institution:
    if not question.stage or not one.stages or question.stage in one.stages:
        return one
    copies = {code: note for code, note in one.functions.items() if FUNCTIONS[code].task == COPY}
    return replace(one, functions=copies)


def _kind(one: Institution) -> int:
    return AUTHORITY_KINDS.position(one.kind) if one.kind else len(AUTHORITY_KINDS)


def _part(one: Institution, wanted: Sequence[str]) -> str:
    tasks = {FUNCTIONS[own].task for own in one.functions for code in wanted if _meets(own, code)}
    if tasks <= {EXECUTES}:
        return EXECUTES
    return COPY if tasks <= {COPY} else ADDRESS
