"""Writes one act into a thread: its sealed text, its row of the audit, and letters that say where, not what."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.addresses import address_in_mail
from directory.audit.service import record
from directory.consultations.encryption import seal_of
from directory.consultations.queries.people import list_taking_part
from directory.extensions import db
from directory.models import Account, Consultation, ConsultationEntry
from directory.outbox.service import queue
from directory.tokens import public_id
from directory.vocabulary import ConsultationAct, ConsultationSide


@dataclass(frozen=True)
class ActSubject:
    """Whom an act is about: an account, a desk, an authority or a step of the chain."""

    kind: str = ""
    key: str = ""


@dataclass(frozen=True)
class WrittenText:
    """What a person wrote: in which language, and whether for the own side alone."""

    text: str = ""
    language: str = ""
    is_note: bool = False


NOTHING, NOBODY = WrittenText(), ActSubject()
# A form that is sent twice, by a second press or a browser that tries again, is one act.
TWICE = timedelta(minutes=2)


def write(
    viewer: Viewer | None,
    consultation: Consultation,
    act: ConsultationAct,
    side: ConsultationSide | None = None,
    words: WrittenText = NOTHING,
    subject: ActSubject = NOBODY,
) -> ConsultationEntry:
    """Append an act; `viewer` and `side` are None for what the directory does by itself."""
    name, author = public_id(), viewer.account_id if viewer else None
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
        sealed_text=seal_of(consultation).seal(name, words.text) if words.text else b"",
    )
    db.session.add(entry)
    consultation.changed_at = entry.at
    db.session.flush()
    record(author, f"consultation_{act}", consultation.entry_key)
    return entry


def is_duplicate(viewer: Viewer, consultation: Consultation, act: ConsultationAct, words: WrittenText) -> bool:
    """Return whether the person's latest act here is this very one, and not long ago."""
    own = (ConsultationEntry.consultation_id == consultation.id, ConsultationEntry.author_id == viewer.account_id)
    latest = db.session.scalar(select(ConsultationEntry).where(*own).order_by(ConsultationEntry.id.desc()).limit(1))
    if (
        latest is None
        or consultation.wrapped_key is None
        or (latest.act, bool(latest.only_side)) != (act, words.is_note)
    ):
        return False
    is_recent = timedelta(0) <= clock.now() - latest.at <= TWICE
    return is_recent and seal_of(consultation).open(latest.public_id, latest.sealed_text) == words.text


def tell_others(consultation: Consultation, entry: ConsultationEntry, told: frozenset[int] = frozenset()) -> None:
    """Queue a letter to everyone else whom the act is for and who was not told of it already."""
    for one in list_taking_part(consultation, entry.at, entry.only_side):
        if one.id != entry.author_id and one.id not in told:
            send("consultation_news", consultation, one, entry.public_id)


def send(letter: str, consultation: Consultation, to: Account, what: str) -> None:
    """Queue one letter to one person, once for each `what`; it holds the address of the thread and nothing else."""
    link = address_in_mail(to.language, f"consultations/{consultation.public_id}")
    queue(letter, to.email, to.language, key=f"consultation:{consultation.public_id}:{what}:{to.id}", link=link)
