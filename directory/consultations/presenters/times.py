"""Instants as both sides of a consultation read them: each in its own zone."""

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
    """An instant in one zone, in the reader's format; `zone` is its city, `place` whose it is."""

    iso: str
    text: str
    zone: str
    place: str


@dataclass(frozen=True)
class ConsultationZones:
    """The zones of both sides with the names of their States, the reader's own first; one where they agree."""

    pairs: tuple[tuple[str, str], ...]
    language: str

    def own(self, at: datetime) -> LocalTime:
        """Return an instant in the reader's own zone."""
        return self.both(at)[0]

    def both(self, at: datetime) -> tuple[LocalTime, ...]:
        """Return an instant for both sides, once where their clocks agree."""
        times = [_local(at, zone, place, self.language) for zone, place in self.pairs]
        return tuple(times if times[0].text != times[-1].text else times[:1])


def zones_of(consultation: Consultation, sides: frozenset[ConsultationSide], language: str) -> ConsultationZones:
    """Return the zones of a consultation, the reader's own first."""
    asking, asked = zone_of_state(consultation.from_jurisdiction_key), zone_of_desk(desk_of(consultation))
    return ordered(consultation, asking, asked, sides, language)


def ordered(
    consultation: Consultation, asking: str, asked: str, sides: frozenset[ConsultationSide], language: str
) -> ConsultationZones:
    """Return these zones of both sides, the asking one's first unless the reader is on the asked one alone."""
    pairs = (
        (asking, i18n.territory_name(consultation.from_jurisdiction_key, language)),
        (asked, i18n.territory_name(consultation.to_jurisdiction_key, language)),
    )
    return ConsultationZones(pairs[::-1] if sides == {ConsultationSide.ASKED} else pairs, language)


def _local(at: datetime, zone: str, place: str, language: str) -> LocalTime:
    local = at.astimezone(ZoneInfo(zone))
    return LocalTime(
        at.isoformat(timespec="minutes"),
        dates.dated_moment(local, language),
        dates.zone_name(zone, language),
        place,
    )
