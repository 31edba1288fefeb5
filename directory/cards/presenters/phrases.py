"""Phrases on a card: dates, remarks on the reliability of a fact, and sources."""

from datetime import date

from flask_babel import gettext as _

from directory import dates, i18n
from directory.access.facts import SourceNote, remark
from directory.vocabulary import Confidence, Freshness


def day_of(day: date | None, language: str) -> str:
    """Return a day in words, or "" for None."""
    return dates.long_day(day, i18n.label_language(language)) if day else ""


def reliability_remark(note: SourceNote, language: str) -> str:
    """Return a remark on how reliable a fact is: verified (with the day), overdue (with the day), dead, ended,
    outdated, partly verified or unverified. Return "" if none of these applies."""
    if note.verified_on and note.freshness is Freshness.VERIFIED:
        return str(_("verified %(date)s", date=day_of(note.verified_on, language)))
    if note.verified_on and note.freshness is Freshness.DUE_SOON:
        return str(_("verified %(date)s, due again soon", date=day_of(note.verified_on, language)))
    if note.freshness is Freshness.OVERDUE:
        return str(_("verification overdue since %(date)s", date=day_of(note.due_on, language)))
    if note.freshness in (Freshness.DEAD, Freshness.ENDED):
        return note.freshness_label
    return _unverified(note)


def _unverified(note: SourceNote) -> str:
    if note.confidence == Confidence.OUTDATED:
        return str(_("may be out of date"))
    if note.confidence == Confidence.PARTLY:
        return str(_("partly unverified"))
    return "" if note.is_supported else str(_("unverified"))


def source_words(note: SourceNote, language: str) -> str:
    """Return the first source in words, with its date, the confidence and the verifying office. Unknown parts are left
    out. Without a source, the words say that there is none."""
    parts = [_source(note.sources[0], language) if note.sources else _("No source named.")]
    if note.source_date:
        parts.append(_("Date of the source: %(date)s", date=_joined(note.source_date, language)))
    parts.append(note.confidence_label)
    if note.verified_on and note.verified_by:
        day = day_of(note.verified_on, language)
        parts.append(_("Verified on %(date)s by %(office)s.", date=day, office=note.verified_by))
    return " · ".join(parts)


def _source(stored: str, language: str) -> str:
    return stored if "://" in stored else _joined(stored, language)


def _joined(stored: str, language: str) -> str:
    return i18n.side_by_side(part.text for part in remark(stored, language))
