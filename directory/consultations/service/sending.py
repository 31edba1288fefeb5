"""Writes down that the formal request was sent: when, by which channel, and its reference."""

from dataclasses import dataclass
from datetime import date

from directory.access.viewer import Viewer
from directory.consultations.encryption import REFERENCE, cipher_of
from directory.consultations.service.asking import SHREDDED
from directory.consultations.service.entries import append_entry, tell_others
from directory.consultations.service.sides import require_side
from directory.errors import InvalidInput
from directory.models import Consultation
from directory.vocabulary import ConsultationAct, ConsultationSide


@dataclass(frozen=True)
class SentRequest:
    """A formal request that was sent. `channel` is a code of CHANNELS or empty; `reference` may be empty."""

    on: date
    channel: str = ""
    reference: str = ""


def note_sent(viewer: Viewer, consultation: Consultation, sent: SentRequest) -> None:
    """Write down that the formal request was sent, in place of earlier values, and tell the other people by letter.
    Does nothing if no value has changed. A closed consultation stays closed.

    Raises NotFound unless the viewer is on the asking side, and InvalidInput if the thread was shredded.
    """
    side = require_side(viewer, consultation, ConsultationSide.ASKING)
    if consultation.wrapped_key is None:
        raise InvalidInput(SHREDDED)
    cipher = cipher_of(consultation)
    known = (consultation.formal_request_on, consultation.sent_channel)
    if (*known, cipher.open(REFERENCE, consultation.sealed_reference)) == (sent.on, sent.channel, sent.reference):
        return
    consultation.formal_request_on, consultation.sent_channel = sent.on, sent.channel
    consultation.sealed_reference = cipher.seal(REFERENCE, sent.reference)
    tell_others(consultation, append_entry(viewer, consultation, ConsultationAct.SENT, side))
