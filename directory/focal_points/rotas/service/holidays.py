"""Public holidays of a State.

A library estimates the holidays; rotas use only holidays that a coordinator has confirmed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from directory import clock, i18n
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.addresses import address_in_mail
from directory.audit.chain import record
from directory.errors import Conflict, InvalidInput
from directory.extensions import db
from directory.focal_points.duty import GENERATED_AHEAD, generate_shifts, get_rota
from directory.focal_points.rotas.known_holidays import in_words, known_holidays
from directory.focal_points.rotas.service.letters import tell_changed
from directory.models import Account, Authority, DeskRota, FocalPoint, Holiday, Jurisdiction, Mail, Place
from directory.models.jurisdiction import place_of_state
from directory.people.queries.accounts import list_coordinators
from directory.people.service.letters import tell
from directory.vocabulary import ENDED_STATUSES

# The key of a letter names the States that it is about, so their number is limited.
KEY, MOST_STATES_IN_LETTER = "holidays", 60


@dataclass(frozen=True)
class DayOff:
    """A public holiday to confirm. If `is_off` is true, people who do not work on holidays are off duty on that day."""

    day: date
    name: str
    is_off: bool = True


def place_of_holidays(state: str) -> Place:
    """Return the place (State and networks) whose coordinators confirm the holidays of a State."""
    desks = select(FocalPoint.network_key).join(FocalPoint.authority)
    own = desks.where(Authority.jurisdiction_key == state, FocalPoint.status.not_in(ENDED_STATUSES))
    return Place(state, place_of_state(state).networks | frozenset(db.session.scalars(own)))


def estimates(state: str, year: int, language: str) -> list[DayOff]:
    """Return the holidays of a State that the library `holidays` knows for a year, sorted by day.

    Their names are in the reader's language, or else in the original language.
    """
    return [DayOff(day, in_words(names, language).text) for day, names in known_holidays(state, year).items()]


def list_states() -> list[Place]:
    """Return the place (State and networks) of each State that has a desk with a rota, sorted by State. Ended desks are
    ignored. The place contains the networks of all these desks of the State."""
    query = select(Authority.jurisdiction_key, FocalPoint.network_key).join(FocalPoint.authority)
    query = query.join(DeskRota, DeskRota.focal_point_key == FocalPoint.key).where(
        FocalPoint.status.not_in(ENDED_STATUSES)
    )
    networks: dict[str, set[str]] = {}
    for state, network in db.session.execute(query.order_by(Authority.jurisdiction_key)):
        if state:
            networks.setdefault(state, set()).add(network)
    return [Place(state, frozenset(own)) for state, own in networks.items()]


def unconfirmed_year(state: str, now: datetime) -> int | None:
    """Return the year whose holidays a coordinator must confirm next, or None if holidays of this year are confirmed.

    This is the year that contains the time GENERATED_AHEAD after `now`, to which shifts are generated.
    """
    year = (now + GENERATED_AHEAD).year
    return None if list_confirmed(state, year) else year


def ask_to_confirm(places: Iterable[Place], now: datetime) -> None:
    """Mail the people of `list_coordinators` for each place (State and networks) if the holidays of the State are not
    confirmed (see `unconfirmed_year`).

    Each person gets one mail about at most MOST_STATES_IN_LETTER States, and is asked once about each State and year.
    The other States wait for the next run.
    """
    year, asked = (now + GENERATED_AHEAD).year, dict[Account, list[str]]()
    for place in places:
        for account in list_coordinators(place) if unconfirmed_year(place.jurisdiction, now) else ():
            asked.setdefault(account, []).append(place.jurisdiction)
    for account, states in asked.items():
        known = _asked_before(account, year)
        if new := [state for state in states if state not in known][:MOST_STATES_IN_LETTER]:
            _ask(account, new, year)


def _ask(account: Account, states: Sequence[str], year: int) -> None:
    key, paths = f"{KEY}:{','.join(states)}:{year}", [f"focal-points/holidays/{one}?year={year}" for one in states]
    if len(states) == 1:
        tell(account, "holidays_unconfirmed", key, paths[0], state_code=states[0], year=str(year))
        return
    lines = [
        f"- {i18n.territory_name(state, account.language)}: {address_in_mail(account.language, path)}"
        for state, path in zip(states, paths, strict=True)
    ]
    tell(account, "holidays_unconfirmed_in_several", key, paths[0], states="\n".join(lines), year=str(year))


def _asked_before(account: Account, year: int) -> set[str]:
    """Return the codes of the States for which a person was already asked to confirm the holidays of a year."""
    own = Mail.key.startswith(f"{KEY}:"), Mail.key.endswith(f":{year}:{account.id}")
    return {state for key in db.session.scalars(select(Mail.key).where(*own)) for state in key.split(":")[1].split(",")}


def list_confirmed(state: str, year: int) -> Sequence[Holiday]:
    """Return the holidays of a State that are confirmed for a year, sorted by day."""
    own = (Holiday.jurisdiction_key == state, Holiday.day.between(date(year, 1, 1), date(year, 12, 31)))
    query = select(Holiday).where(*own, Holiday.confirmed_at.is_not(None))
    return db.session.scalars(query.order_by(Holiday.day)).all()


def version_of(rows: Iterable[Holiday]) -> str:
    """Return a version token of confirmed holidays, or an empty string if there are none."""
    return max((row.confirmed_at.isoformat() for row in rows if row.confirmed_at), default="")


def confirm(viewer: Viewer, state: Jurisdiction, year: int, days: Sequence[DayOff], version: str) -> None:
    """Set the holidays of a State in a year, and generate the shifts of the State's desks again. People whose duty
    changes, except the viewer, are told by mail.

    - NotPermitted: the viewer may not confirm these holidays.
    - Conflict: somebody else has confirmed the holidays meanwhile.
    - InvalidInput: `days` is empty, a day is of another year, or a day is named twice.
    """
    require(viewer, Action.KEEP_ROTA, place_of_holidays(state.key))
    rows = {row.day: row for row in list_confirmed(state.key, year)}
    if version_of(rows.values()) != version:
        raise Conflict(
            _l("Somebody confirmed these holidays meanwhile. What you typed is still here: send it again to set it.")
        )
    _check(days, year)
    before = {day.isoformat(): row.is_off for day, row in rows.items()}
    _write(viewer, state.key, {one.day: one for one in days}, rows)
    after = {one.day.isoformat(): one.is_off for one in days}
    record(viewer.account_id, "holidays_confirmed", ("holiday", f"{state.key}-{year}"), "", before, after)
    for desk in _desks_with_rota(state.key):
        held = get_rota(desk.key)
        if held is not None:
            changed = generate_shifts(desk, held, clock.now()) - {viewer.account_id}
            tell_changed(desk, changed, "holidays_confirmed")


def _check(days: Sequence[DayOff], year: int) -> None:
    if not days:
        raise InvalidInput(_l("Choose at least one day."))
    if any(one.day.year != year for one in days):
        raise InvalidInput(_l("Every day must lie in the year %(year)s.", year=str(year)))
    if len({one.day for one in days}) < len(days):
        raise InvalidInput(_l("A day is named twice."))


def _write(viewer: Viewer, state: str, days: Mapping[date, DayOff], rows: Mapping[date, Holiday]) -> None:
    for day, row in rows.items():
        if day not in days:
            db.session.delete(row)
    for day, one in days.items():
        row = rows.get(day) or Holiday(jurisdiction_key=state, day=day)
        row.name, row.is_off = one.name, one.is_off
        row.confirmed_by_id, row.confirmed_at = viewer.account_id, clock.now()
        db.session.add(row)
    db.session.flush()


def _desks_with_rota(state: str) -> Sequence[FocalPoint]:
    query = select(FocalPoint).join(DeskRota, DeskRota.focal_point_key == FocalPoint.key)
    return db.session.scalars(query.where(FocalPoint.authority.has(Authority.jurisdiction_key == state))).all()
