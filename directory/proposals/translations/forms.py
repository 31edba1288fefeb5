"""The form to translate the texts of an entry, and the edits that follow from the form."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from directory import clock
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.models import Entry, Proposal
from directory.models.types import DIGEST_CHARACTERS, TranslationOrigin
from directory.proposals.collected_changes import CollectedChanges
from directory.proposals.editable_columns import flat, is_date
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.proposals.field_types import Raw, one
from directory.proposals.queries import edits_of
from directory.proposals.source_dates import problem_of_source_date
from directory.proposals.translations.queries import TextOfEntry
from directory.proposals.validation import (
    CONTROL,
    LONGEST_LINE_CHARACTERS,
    LONGEST_NOTE_CHARACTERS,
    MISSING,
    NOT_A_DATE,
    TOO_LONG,
    problems,
)
from directory.proposals.verifying_office import office_of
from directory.vocabulary import Confidence
from directory.web.request_validation import NOT_JSON, is_plain_line

OFFICE, MADE_ON, NOTE = "office", "made_on", "note"
SEEN, HOLDS = ":seen", ":holds"


@dataclass(frozen=True)
class SeenText:
    """What a translator saw of a text: the stored translation (`text`), and a digest of the original."""

    text: str | None
    original: str

    def as_sent(self) -> str:
        """Return the value of the hidden form field."""
        return json.dumps([self.text, self.original], ensure_ascii=False)


@dataclass
class TranslationForm:
    """The form to translate the texts of an entry into the language `into`. `raw` has the typed values.

    `source` is the language to translate from. If `source` is "", each text is translated from its original.
    """

    viewer: Viewer
    entry: Entry
    into: str
    source: str
    texts: Sequence[TextOfEntry]
    raw: Raw

    def source_of(self, text: TextOfEntry) -> str:
        """Return the language from which a text is translated, never `into`. The chosen language comes first, then the
        original language, then any other. A language in which the text is missing is passed over."""
        written = text.texts.by_language
        chosen = (self.source, text.texts.original, *written)
        return next(code for code in chosen if code in written and code != self.into)

    def seen(self, text: TextOfEntry) -> SeenText:
        """Return what the translator saw of a text.

        Raises NotFound if the value of the hidden field has another form than pages give it.
        """
        sent = one(self.raw, field_of(text) + SEEN)
        try:
            was, original = json.loads(sent or '[null, ""]')
            json.dumps([was, original], ensure_ascii=False).encode()
        except (*NOT_JSON, TypeError) as error:
            raise NotFound from error
        if not isinstance(was, str | None) or not isinstance(original, str):
            raise NotFound
        return SeenText(was or None, original[:DIGEST_CHARACTERS])


def field_of(text: TextOfEntry) -> str:
    """Return the name of the field of a text."""
    return f"{text.row.KIND}:{text.row.key}:{text.column.name}"


def start(form: TranslationForm, proposal: Proposal | None) -> TranslationForm:
    """Return the form filled with the stored translations. If `proposal` is given, its translations replace the stored
    ones."""
    office, today = office_of(form.viewer, form.into), clock.today().isoformat()
    raw = {OFFICE: [office], MADE_ON: [today]}
    for text in form.texts:
        held = text.found.value.by_language.get(form.into)
        raw[field_of(text)] = [held or ""]
        raw[field_of(text) + SEEN] = [SeenText(held, text.texts.original_digest).as_sent()]
    return replace(form, raw=raw | (_of_proposal(proposal) if proposal is not None else {}))


def started_into(form: TranslationForm, other: TranslationForm) -> TranslationForm:
    """Return `other`, the form of another language, filled with the stored translations. Office, day and note are those
    typed in `form`."""
    typed = {name: form.raw[name] for name in (OFFICE, MADE_ON, NOTE) if name in form.raw}
    started = start(other, None)
    return replace(started, raw={**started.raw, **typed})


def collect(form: TranslationForm) -> CollectedChanges:
    """Return the edits of a form, with its errors."""
    found = CollectedChanges(kind=form.entry.KIND, root_key=form.entry.key)
    made = _made(form, found.errors)
    for text in form.texts:
        edit = _edit(form, text, made)
        if edit is not None:
            values = {**flat(text.row), edit.detail: edit.after}
            wrong = problems(edit.model, values, [edit.detail])
            found.errors |= {field_of(text): message for message in list(wrong.values())[:1]}
            found.edits.append(edit)
    return found


def _made(form: TranslationForm, errors: dict[str, Any]) -> TranslationOrigin:
    """Return the typed office and day of the translation. The language from which the text was translated is left
    empty. Errors of the fields are added to `errors`."""
    office, day, note = (one(form.raw, name) for name in (OFFICE, MADE_ON, NOTE))
    checks = {OFFICE: _of_office(office), MADE_ON: _of_day(day)}
    checks |= {NOTE: TOO_LONG if len(note) > LONGEST_NOTE_CHARACTERS else None}
    errors |= {name: message for name, message in checks.items() if message}
    return TranslationOrigin("", office, clock.today() if errors else date.fromisoformat(day))


def _of_office(office: str) -> Any:
    if not is_plain_line(office):
        return CONTROL
    return TOO_LONG if len(office) > LONGEST_LINE_CHARACTERS else None if office else MISSING


def _of_day(day: str) -> Any:
    if not is_date(day):
        return NOT_A_DATE
    return problem_of_source_date(date.fromisoformat(day).isoformat())


def _edit(form: TranslationForm, text: TextOfEntry, made: TranslationOrigin) -> Edit | None:
    """Return the edit of a text, or None if nothing is to be changed. A confirmed translation gives an edit even if
    unchanged."""
    if field_of(text) not in form.raw:
        return None
    typed, seen, detail = one(form.raw, field_of(text)) or None, form.seen(text), f"{text.column.name}.{form.into}"
    holds = bool(typed and one(form.raw, field_of(text) + HOLDS))
    if typed == (one({"": [seen.text or ""]}, "") or None) and not holds:
        return None
    translation = replace(made, language=form.source_of(text)) if typed else None
    given = replace(_given(text, form.source_of(text), translation), of=seen.original)
    return Edit(EditAction.CHANGE, *text.row.entry_key, detail, seen.text, typed, given)


def _given(text: TextOfEntry, source: str, translation: TranslationOrigin | None) -> StatedProvenance:
    known = text.found.provenance_in(source)
    if known is None:
        return StatedProvenance(confidence=Confidence.UNVERIFIED, translation=translation)
    return StatedProvenance(known.sources, known.source_date, known.confidence, translation=translation)


def _of_proposal(proposal: Proposal) -> dict[str, list[str]]:
    return {NOTE: [proposal.note], **dict(_typed_in(edits_of(proposal)))}


def _typed_in(edits: Sequence[Edit]) -> Iterator[tuple[str, list[str]]]:
    for edit in edits:
        made, field = edit.given.translation, f"{edit.kind}:{edit.key}:{edit.detail.partition('.')[0]}"
        if made is not None:
            yield OFFICE, [made.by]
            yield MADE_ON, [made.on.isoformat()]
            yield field, [edit.after or ""]
            yield field + SEEN, [SeenText(edit.before, edit.given.of).as_sent()]
            if edit.after == edit.before:
                yield field + HOLDS, ["1"]
