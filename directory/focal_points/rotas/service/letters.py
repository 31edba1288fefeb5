"""Letters about duty at a desk. A letter names the desk and says when its reader is on duty. It names no other person
of the rota."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from directory import clock, dates
from directory.focal_points.duty import get_rota, list_members
from directory.focal_points.rotas.queries import list_own_shifts
from directory.models import Account, FocalPoint
from directory.people.service.letter_values import desk_in_letter
from directory.people.service.letters import tell
from directory.tokens import public_id


def tell_changed(desk: FocalPoint, changed: Collection[int], letter: str) -> None:
    """Mail the people with these account ids that their duty has changed. People who no longer staff the desk get no
    mail."""
    for member in list_members(desk.key):
        if member.account.id in changed:
            tell_of_duty(member.account, letter, desk, f"focal-points/{desk.key}/rota")


def tell_of_duty(
    account: Account,
    letter: str,
    desk: FocalPoint,
    path: str,
    shift_at: datetime | None = None,
) -> None:
    """Queue a letter about the duty at a desk. The letter names the desk and the beginning of a shift: `shift_at`, or
    else the beginning of the reader's next shift, if there is one. `path` is the address of the page to which the
    letter leads."""
    if shift_at is None:
        own = (clock.as_utc(one.starts_at) for one in list_own_shifts(account.id, desk.key, clock.now()))
        shift_at = next((at for at in own if at > clock.now()), None)
    told = {"desk": desk_in_letter(desk, account.language)}
    if shift_at is not None:
        told["shift"] = _moment(desk, shift_at, account.language)
    tell(account, letter, f"duty:{public_id()}", path, **told)


def _moment(desk: FocalPoint, at: datetime, language: str) -> str:
    held = get_rota(desk.key)
    zone = held.zone if held is not None else "UTC"
    local = clock.as_utc(at).astimezone(ZoneInfo(zone))
    return f"{dates.full_datetime(local, language)}, {dates.zone_at(zone, at, language)}"
