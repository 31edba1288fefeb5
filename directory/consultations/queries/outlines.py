"""Reads the outlines in a thread and the comments on them. Callers first check that the viewer may read the thread."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from directory.consultations.encryption import cipher_of, place_of_comment, place_of_outline
from directory.consultations.outline import ItemComment, OutlineContent, comment_from_json, outline_from_json
from directory.envelope_encryption import RowCipher
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Consultation, ConsultationEntry, Outline, OutlineComment


@dataclass(frozen=True)
class RecordedComment:
    """A comment, the number of its item, and the act that made the comment."""

    item: int
    comment: ItemComment
    entry: ConsultationEntry


@dataclass(frozen=True)
class DecryptedOutline:
    """An outline after decryption, with all comments on it, oldest first."""

    outline: Outline
    content: OutlineContent
    comments: tuple[RecordedComment, ...]

    def latest(self, first: int | None = None) -> dict[int, RecordedComment]:
        """Return the newest comment on each item, keyed by item number. `first` is a number of comments: if
        it is given, only that many of the oldest comments are considered."""
        return {one.item: one for one in self.comments[:first]}


def list_outlines(consultation: Consultation) -> list[DecryptedOutline]:
    """Return the outlines of a thread, oldest first, or [] after shredding. The caller checks that the viewer may read
    the thread."""
    if consultation.wrapped_key is None:
        return []
    cipher, said = cipher_of(consultation), _comments(consultation)
    own = select(Outline).where(Outline.consultation_id == consultation.id).order_by(Outline.number)
    found = db.session.scalars(own.options(joinedload(Outline.entry)))
    return [_opened(one, [each for each in said if each.outline_id == one.id], cipher) for one in found]


def get_outline(consultation: Consultation, number: int) -> DecryptedOutline:
    """Return the outline with this number. Raises NotFound if the thread has no outline with this number, or was
    shredded. The caller checks that the viewer may read the thread."""
    for one in list_outlines(consultation):
        if one.outline.number == number:
            return one
    raise NotFound


def _comments(consultation: Consultation) -> list[OutlineComment]:
    query = select(OutlineComment).join(Outline, Outline.id == OutlineComment.outline_id)
    own = query.where(Outline.consultation_id == consultation.id).order_by(OutlineComment.id)
    return list(db.session.scalars(own.options(joinedload(OutlineComment.entry))))


def _opened(outline: Outline, comments: list[OutlineComment], cipher: RowCipher) -> DecryptedOutline:
    content = outline_from_json(cipher.open(place_of_outline(outline.number), outline.sealed_content))
    said = [RecordedComment(one.item, _comment(one, cipher), one.entry) for one in comments]
    return DecryptedOutline(outline, content, tuple(said))


def _comment(comment: OutlineComment, cipher: RowCipher) -> ItemComment:
    return comment_from_json(cipher.open(place_of_comment(comment.entry, comment.item), comment.sealed_comment))
