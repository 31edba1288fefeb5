"""Writes acts into threads: stores the encrypted text, records an audit event, and queues letters. No letter contains
the text of an act."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.consultations.encryption import cipher_of, place_of_phrases
from directory.consultations.queries.people import list_people_to_notify
from directory.consultations.queries.rules import zone_of_state
from directory.consultations.queries.unopened import ALARM
from directory.dates import full_datetime, zone_at
from directory.extensions import db
from directory.models import Account, Consultation, ConsultationEntry
from directory.outbox.service import queue
from directory.phrasebook.spoken import SpokenPhrase, from_json, to_json
from directory.tokens import public_id
from directory.vocabulary import ConsultationAct, ConsultationSide, Urgency


@dataclass(frozen=True)
class EntrySubject:
    """The subject of an act, if any. `kind` is `account`, `focal_point`, `authority`, `step` or `alarm`. `key` is an
    account id, the key of an entry, the code of a step or the number of an alarm."""

    kind: str = ""
    key: str = ""


@dataclass(frozen=True)
class WrittenText:
    """A text with its language, and sentences of the phrasebook beside it. If `is_note` is true, only the writer's own
    side may read them."""

    text: str = ""
    language: str = ""
    is_note: bool = False
    phrases: tuple[SpokenPhrase, ...] = ()


NOTHING, NOBODY = WrittenText(), EntrySubject()
# A form sent again within this time, by a second press or by the browser, counts as a duplicate.
DUPLICATE_WINDOW = timedelta(minutes=2)
# The letters about acts for which people wait. All other acts share the letter "consultation_news".
LETTERS = {
    ConsultationAct.ACKNOWLEDGED: "consultation_acknowledged",
    ConsultationAct.ANSWERED: "consultation_answered",
}


def append_entry(
    viewer: Viewer | None,
    consultation: Consultation,
    act: ConsultationAct,
    side: ConsultationSide | None = None,
    words: WrittenText = NOTHING,
    subject: EntrySubject = NOBODY,
) -> ConsultationEntry:
    """Append an act to a thread, with its text and sentences encrypted, and record the act in the audit chain.

    `viewer` and `side` are None if the directory itself acts.
    """
    name, author, phrases = public_id(), viewer.account_id if viewer else None, to_json(words.phrases)
    entry = ConsultationEntry(
        public_id=name,
        consultation_id=consultation.id,
        act=act,
        at=clock.now(),
        author_id=author,
        side=side or "",
        only_side=(side or "") if words.is_note else "",
        subject_kind=subject.kind,
        subject_key=subject.key,
        language=words.language,
        sealed_text=cipher_of(consultation).seal(name, words.text) if words.text else b"",
        sealed_phrases=cipher_of(consultation).seal(place_of_phrases(name), phrases) if phrases else b"",
    )
    db.session.add(entry)
    consultation.changed_at = entry.at
    db.session.flush()
    record(author, f"consultation_{act}", consultation.entry_key)
    return entry


def is_duplicate(viewer: Viewer, consultation: Consultation, act: ConsultationAct, words: WrittenText) -> bool:
    """Return whether the viewer's latest act is this act with these words, at most DUPLICATE_WINDOW ago. Return False
    after shredding."""
    own = (ConsultationEntry.consultation_id == consultation.id, ConsultationEntry.author_id == viewer.account_id)
    latest = db.session.scalar(select(ConsultationEntry).where(*own).order_by(ConsultationEntry.id.desc()).limit(1))
    if (
        latest is None
        or consultation.wrapped_key is None
        or (latest.act, bool(latest.only_side)) != (act, words.is_note)
    ):
        return False
    is_recent = timedelta(0) <= clock.now() - latest.at <= DUPLICATE_WINDOW
    return is_recent and _words_of(consultation, latest) == (words.text, words.phrases)


def _words_of(consultation: Consultation, entry: ConsultationEntry) -> tuple[str, tuple[SpokenPhrase, ...]]:
    cipher = cipher_of(consultation)
    phrases = cipher.open(place_of_phrases(entry.public_id), entry.sealed_phrases)
    return cipher.open(entry.public_id, entry.sealed_text), from_json(phrases)


def tell_others(consultation: Consultation, entry: ConsultationEntry, told: frozenset[int] = frozenset()) -> None:
    """Queue a letter about an act to each person who is to be notified, except the author of the act and the accounts
    whose ids are in `told`."""
    for one in list_people_to_notify(consultation, entry.at, entry.only_side):
        if one.id != entry.author_id and one.id not in told:
            if entry.subject_kind == ALARM:
                at = _moment(entry.at, one)
                queue_letter("consultation_reached", consultation, one, entry.public_id, at=at)
            else:
                letter = LETTERS.get(ConsultationAct(entry.act), "consultation_news")
                queue_letter(letter, consultation, one, entry.public_id)


def _moment(at: datetime, to: Account) -> str:
    """Return an instant in the zone and the language of a letter's reader."""
    zone = zone_of_state(to.jurisdiction_key)
    local = at.astimezone(ZoneInfo(zone))
    return f"{full_datetime(local, to.language)}, {zone_at(zone, at, to.language)}"


def queue_letter(letter: str, consultation: Consultation, to: Account, what: str, **values: str) -> None:
    """Queue a letter to one person. The letter contains the address of the thread. `what` names the occasion of the
    letter: a person gets only one letter for each occasion. `values` fill the other placeholders of the letter."""
    key, path = f"consultation:{consultation.public_id}:{what}:{to.id}", f"consultations/{consultation.public_id}"
    marks = {"is_urgent": consultation.urgency == Urgency.URGENT, "is_exercise": consultation.is_exercise}
    told = {name: True for name, applies in marks.items() if applies}
    queue(letter, to.email, to.language, key=key, path=path, **told, **values)
