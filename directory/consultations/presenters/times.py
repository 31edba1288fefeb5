"""Shows times to both sides of a consultation, to each side in its own time zone."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from directory import dates, i18n
from directory.consultations.queries.people import desk_of
from directory.consultations.queries.rules import zone_of_desk, zone_of_state
from directory.models import Consultation
from directory.vocabulary import ConsultationSide


@dataclass(frozen=True)
class LocalTime:
    """A time in the time zone of one side, in the reader's format.

    - `iso`: the instant in UTC to the millisecond (RFC 3339, section 5.6)
    - `relative`: the same time from now, such as `in 3 days`
    - `zone`: the city that names the time zone
    - `place`: the name of the side's State
    """

    iso: str
    text: str
    relative: str
    zone: str
    place: str


@dataclass(frozen=True)
class ConsultationZones:
    """The time zone and the State's name of each side, the reader's own side first."""

    pairs: tuple[tuple[str, str], ...]
    language: str

    def own(self, at: datetime) -> LocalTime:
        """Return a time in the reader's own zone."""
        return self.both(at)[0]

    def both(self, at: datetime) -> tuple[LocalTime, ...]:
        """Return a time in the zones of both sides, or only once if both clocks agree."""
        times = [_local(at, zone, place, self.language) for zone, place in self.pairs]
        return tuple(times if times[0].text != times[-1].text else times[:1])


def zones_of(consultation: Consultation, sides: frozenset[ConsultationSide], language: str) -> ConsultationZones:
    """Return the zones of a consultation. `sides` are the sides on which the reader has a seat. The asked side comes
    first if it is the reader's only side. Otherwise the asking side comes first."""
    asking, asked = zone_of_state(consultation.from_jurisdiction_key), zone_of_desk(desk_of(consultation))
    return zones_in_order(consultation, asking, asked, sides, language)


def zones_in_order(
    consultation: Consultation, asking: str, asked: str, sides: frozenset[ConsultationSide], language: str
) -> ConsultationZones:
    """Return the time zones of both sides in the reader's order. `asking` and `asked` are the names of the zones.

    `sides` are the sides on which the reader has a seat. The asked side comes first if it is the reader's only side.
    Otherwise the asking side comes first.
    """
    pairs = (
        (asking, i18n.territory_name(consultation.from_jurisdiction_key, language)),
        (asked, i18n.territory_name(consultation.to_jurisdiction_key, language)),
    )
    return ConsultationZones(pairs[::-1] if sides == {ConsultationSide.ASKED} else pairs, language)


def _local(at: datetime, zone: str, place: str, language: str) -> LocalTime:
    local = at.astimezone(ZoneInfo(zone))
    return LocalTime(
        at.isoformat(timespec="milliseconds"),
        dates.full_datetime(local, language),
        dates.relative(at, language),
        dates.zone_name(zone, language),
        place,
    )
