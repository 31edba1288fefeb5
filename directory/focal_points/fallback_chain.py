"""The fallback chain of a desk: the people to reach at an instant, then the offices to try if nobody answers.

A step that would reach nobody is left out. A person who fits several steps belongs to the first of them only.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, case, select

from directory.access.facts import Link, name_of
from directory.access.gate import if_open, open_column, read_all
from directory.access.policy import Action, may
from directory.access.viewer import ANONYMOUS, Viewer
from directory.extensions import db
from directory.focal_points.duty import list_deputies, list_on_duty
from directory.focal_points.first_contacts import FirstContact
from directory.focal_points.queries import ROUND_THE_CLOCK, load, load_authorities
from directory.models import Account, AccountNetwork, Authority, DeskMember, FocalPoint
from directory.models.details import Place
from directory.vocabulary import CHAIN_STEPS, ENDED_STATUSES, ChainStep, Role

NCB_KIND = "interpol_ncb"
ROLE_OF_STEP = {ChainStep.DEPUTY: "deputy", ChainStep.HEAD: "head"}


@dataclass(frozen=True)
class FallbackStep:
    """One step of a fallback chain."""

    step: ChainStep
    # Ids of the people whom the step reaches in the desk's network. A step outside the network names no people.
    accounts: tuple[int, ...] = ()
    desks: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()


@dataclass(frozen=True)
class FallbackStepLine:
    """One step of a desk's fallback chain in words. A step names no person."""

    label: str
    links: tuple[Link, ...] = ()
    # The line to try first, by the key of the link. Links without such a line are missing.
    firsts: Mapping[str, FirstContact] = field(default_factory=dict)


def chain_of(desk: FocalPoint, at: datetime) -> Sequence[FallbackStep]:
    """Return the fallback chain of one desk at an instant: first the steps that reach people in the desk's network,
    then the public steps (other desks of the State, the State's INTERPOL bureau). Callers that show the people check
    that the viewer may read the rota."""
    on_duty = {key: [shift.account_id for shift in held] for key, held in list_on_duty([desk.key], at).items()}
    return [*people_of({desk.key: desk.place()}, on_duty, at)[desk.key], *public_steps([desk])[desk.key]]


def people_of(
    places: Mapping[str, Place], on_duty: Mapping[str, Sequence[int]], at: datetime
) -> dict[str, list[FallbackStep]]:
    """Return, for each desk key, the steps that reach people in the desk's network, in the order of the chain.

    `on_duty` contains account ids. In the step for deputies, people whom a rotation names as deputies come before
    people with the desk role of deputy. Callers that show the steps check that the viewer may read the rotas.
    """
    members, coordinators = _members(places) if places else {}, _coordinators() if places else {}
    deputies = list_deputies({desk: own for desk, own in on_duty.items() if desk in places}, members, at)
    found = {}
    for desk, place in places.items():
        staff = members.get(desk, {})
        people = {
            ChainStep.DUTY: [account for account in on_duty.get(desk, ()) if account in staff],
            **{step: [one for one, held in staff.items() if held == role] for step, role in ROLE_OF_STEP.items()},
            ChainStep.COORDINATOR: [
                number for number, viewer in coordinators.items() if may(viewer, Action.KEEP_ROTA, place)
            ],
        }
        people[ChainStep.DEPUTY][:0] = [account for account in deputies.get(desk, ()) if account in staff]
        found[desk] = list(_steps(people))
    return found


def public_steps(desks: Sequence[FocalPoint]) -> dict[str, list[FallbackStep]]:
    """Return, for each desk key, the public steps: first desks of the same State in other networks, then the State's
    INTERPOL bureau. The chain of a real desk contains no desk that is marked as invented."""
    states = {desk.authority.jurisdiction_key or "" for desk in desks} - {""}
    others, bureaus = _desks_of(states), _bureaus_of(states)
    found: dict[str, list[FallbackStep]] = {}
    for desk in desks:
        state = desk.authority.jurisdiction_key or ""
        of_state = others.get(state, ())
        own_mark = next((one.mark for one in of_state if one.key == desk.key), None)
        elsewhere = tuple(
            one.key for one in of_state if one.network_key != desk.network_key and one.mark in (None, "", own_mark)
        )
        bureau = tuple(key for key in bureaus.get(state, ()) if key != desk.authority_key)
        steps = (
            FallbackStep(ChainStep.OTHER_NETWORK, desks=elsewhere),
            FallbackStep(ChainStep.NCB, authorities=bureau),
        )
        found[desk.key] = [step for step in steps if step.desks or step.authorities]
    return found


def public_step_lines(desks: Sequence[FocalPoint], language: str) -> dict[str, tuple[FallbackStepLine, ...]]:
    """Return, for each desk key, the public steps of the fallback chain in words."""
    chains = public_steps(desks)
    links = _links([step for steps in chains.values() for step in steps], desks, language)
    return {
        desk: tuple(
            FallbackStepLine(
                str(CHAIN_STEPS.label(step.step)),
                tuple(links[key] for key in (*step.desks, *step.authorities) if key in links),
            )
            for step in steps
        )
        for desk, steps in chains.items()
    }


def _steps(people: Mapping[ChainStep, Iterable[int]]) -> Iterator[FallbackStep]:
    reached: set[int] = set()
    for step, accounts in people.items():
        new = tuple(one for one in dict.fromkeys(accounts) if one not in reached)
        reached.update(new)
        if new:
            yield FallbackStep(step, accounts=new)


def _links(steps: Collection[FallbackStep], loaded: Iterable[FocalPoint], language: str) -> Mapping[str, Link]:
    named, known = {key for step in steps for key in step.desks}, {desk.key: desk for desk in loaded}
    desks = [*(known[key] for key in named & known.keys()), *load(named - known.keys())]
    bureaus = load_authorities([key for step in steps for key in step.authorities])
    readings = read_all(ANONYMOUS, {*bureaus, *(desk.authority for desk in desks)})
    names = {reading.key: name_of(reading, language) for reading in readings}
    return {desk.key: Link(desk.KIND, desk.key, names[desk.authority_key]) for desk in desks} | {
        one.key: Link(one.KIND, one.key, names[one.key]) for one in bureaus
    }


def _members(desks: Iterable[str]) -> dict[str, dict[int, str]]:
    query = select(DeskMember.focal_point_key, DeskMember.account_id, DeskMember.desk_role)
    found: dict[str, dict[int, str]] = {}
    own = (DeskMember.focal_point_key.in_(sorted(desks)), Account.active)
    for desk, account, role in db.session.execute(query.join(Account).where(*own).order_by(DeskMember.account_id)):
        found.setdefault(desk, {})[account] = role
    return found


def _coordinators() -> dict[int, Viewer]:
    query = select(Account.id, Account.jurisdiction_key, AccountNetwork.network_key)
    rows = db.session.execute(
        query.outerjoin(AccountNetwork, AccountNetwork.account_id == Account.id)
        .where(Account.active, Account.role == Role.COORDINATOR)
        .order_by(Account.id)
    ).all()
    networks: dict[int, set[str]] = {}
    for number, _state, network in rows:
        networks.setdefault(number, set()).update({network} - {None})
    return {
        number: Viewer(Role.COORDINATOR, number, state or "", frozenset(networks[number]))
        for number, state, _network in rows
    }


def _desks_of(states: Collection[str]) -> dict[str, list[Row[Any]]]:
    """Return, for each State, one row for each desk: its key, its network and its warning label (`mark`). Desks with
    cover round the clock come first."""
    mark = open_column(FocalPoint.mark).label("mark")
    query = select(Authority.jurisdiction_key, FocalPoint.key, FocalPoint.network_key, mark).join(FocalPoint.authority)
    standing = and_(FocalPoint.status.not_in(ENDED_STATUSES), Authority.jurisdiction_key.in_(sorted(states)))
    is_named = FocalPoint.authority_key.is_not(None) & FocalPoint.network_key.is_not(None)
    order = (case((if_open(FocalPoint.cover == ROUND_THE_CLOCK), 0), else_=1), FocalPoint.key)
    found: dict[str, list[Row[Any]]] = {}
    for row in db.session.execute(query.where(if_open(standing & is_named)).order_by(*order)):
        found.setdefault(row.jurisdiction_key or "", []).append(row)
    return found


def _bureaus_of(states: Collection[str]) -> dict[str, list[str]]:
    standing = and_(Authority.status.not_in(ENDED_STATUSES), Authority.authority_kind == NCB_KIND)
    query = select(Authority.jurisdiction_key, Authority.key).order_by(Authority.key)
    found: dict[str, list[str]] = {}
    for state, key in db.session.execute(
        query.where(if_open(standing & Authority.jurisdiction_key.in_(sorted(states))))
    ):
        found.setdefault(state or "", []).append(key)
    return found
