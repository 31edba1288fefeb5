"""Recorded acts as sentences with the old and the new value of a detail."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from directory import i18n
from directory.access.facts import Text, name_of, words
from directory.access.gate import ReadDetail, read
from directory.access.history_gate import RecordedAct
from directory.access.viewer import Viewer
from directory.audit.chain import ERASE
from directory.extensions import db
from directory.models import Texts, details_of
from directory.models.change import MODELS_BY_KIND
from directory.models.details import Detail, EntryKey

# Sentences for acts on a whole entry. Only owners of the entry see the sentences of OWNERS_ACTS.
ACTS = {"confirm": _l("Confirmed: everything shown is still correct.")}
MARK_DEAD = "mark_dead"
OWNERS_ACTS = {
    ERASE: _l("Recorded values were erased, because a person is to be forgotten."),
    MARK_DEAD: _l("Marked: nobody answers at this contact any more."),
    "schedule_test": _l("A test of the desk was scheduled."),
    "log_test_call": _l("A test call to the desk was logged."),
    "take_back_test_call": _l("A test call to the desk was taken back."),
    "cancel_test": _l("A test of the desk was cancelled."),
    "plan_tests": _l("The plan of tests of the desk was changed."),
    "vouch": _l("A vouch of one desk for another was given."),
    "withdraw_vouch": _l("A vouch of one desk for another was withdrawn."),
}
REFERRED = frozenset({"authority", "treaty", "legislation", "network"})
NAMES = {"treaty": "title", "legislation": "title", "notice": "title"}


class SentenceKind(StrEnum):
    """The kind of change that a sentence describes. ACT is about a whole entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    ERASED = "erased"
    WITHHELD = "withheld"
    ACT = "act"


@dataclass(frozen=True)
class ActPlace:
    """Where a recorded act changed a value: the id of the act (`number`), the row, and the detail of the row."""

    number: int
    row: EntryKey
    detail: str


@dataclass(frozen=True)
class HistorySentence:
    """One sentence of a history, about the detail named `label`. For SentenceKind.ACT, `label` is the whole sentence.

    `place` says where the value changed. It is None if the former value cannot be proposed again.
    """

    change: SentenceKind
    label: str = ""
    # The old value. Empty if there was none, or if it is erased or withheld. The same holds for `after`.
    before: tuple[Text, ...] = ()
    after: tuple[Text, ...] = ()
    place: ActPlace | None = field(default=None, compare=False)


SENTENCES = {
    SentenceKind.ADDED: _l("%(detail)s: added “%(after)s”."),
    SentenceKind.REMOVED: _l("%(detail)s: removed “%(before)s”."),
    SentenceKind.CHANGED: _l("%(detail)s: changed from “%(before)s” to “%(after)s”."),
    SentenceKind.ERASED: _l("%(detail)s: changed; what it held is erased, because a person is to be forgotten."),
    SentenceKind.WITHHELD: _l("A detail that is not public was changed."),
}


def lines(viewer: Viewer, acts: Iterable[RecordedAct], language: str, *, is_owner: bool) -> tuple[HistorySentence, ...]:
    """Return the sentences of acts done at the same time, in the order of `acts` and without repeated sentences.

    Some acts are included only if `is_owner` is true, that is, if the viewer may know who read the entry.
    """
    found = (line for act in acts for line in _lines(viewer, act, language, is_owner=is_owner))
    return tuple(dict.fromkeys(found))


def in_words(line: HistorySentence) -> str:
    """Return a sentence as plain text, for mail and other text without HTML."""
    if line.change is SentenceKind.ACT:
        return line.label
    before, after = (", ".join(i18n.isolated(word.text) for word in held) for held in (line.before, line.after))
    return str(SENTENCES[line.change]) % {"detail": line.label, "before": before, "after": after}


def _lines(viewer: Viewer, act: RecordedAct, language: str, *, is_owner: bool) -> Iterator[HistorySentence]:
    if act.is_withheld:
        yield HistorySentence(SentenceKind.WITHHELD)
    elif not act.event.detail:
        sentence = ACTS.get(act.event.action) or (OWNERS_ACTS.get(act.event.action) if is_owner else None)
        if sentence:
            yield HistorySentence(SentenceKind.ACT, str(sentence))
    elif act.is_erased:
        yield HistorySentence(SentenceKind.ERASED, _label(act))
    elif isinstance(_value(act.before), Texts) or isinstance(_value(act.after), Texts):
        yield from _wordings(act, language)
    else:
        before, after = (_words(viewer, found, language) for found in (act.before, act.after))
        if before or after:
            yield HistorySentence(_change(before, after), _label(act), before, after, _place(act))


def _wordings(act: RecordedAct, language: str) -> Iterator[HistorySentence]:
    before, after = (_by_language(found) for found in (act.before, act.after))
    for code in sorted({*before, *after}, key=lambda code: (code != language, code)):
        old, new = (tuple([Text(texts[code], code)] if code in texts else []) for texts in (before, after))
        if old != new:
            label = gettext(
                "%(detail)s (%(language)s)", detail=_label(act), language=i18n.language_name(code, language)
            )
            yield HistorySentence(_change(old, new), label, old, new, _place(act))


def _place(act: RecordedAct) -> ActPlace | None:
    event = act.event
    is_of_detail = event.action == "changed" and _declared(act).is_offered
    return ActPlace(event.id, event.entry_key, event.detail.partition(".")[0]) if is_of_detail else None


def _change(before: tuple[Text, ...], after: tuple[Text, ...]) -> SentenceKind:
    if before and after:
        return SentenceKind.CHANGED
    return SentenceKind.ADDED if after else SentenceKind.REMOVED


def _value(found: ReadDetail | None) -> object:
    return None if found is None else found.value


def _by_language(found: ReadDetail | None) -> dict[str, str]:
    value = _value(found)
    held = value.by_language if isinstance(value, Texts) else {}
    return {code: text for code, text in held.items() if text}


def _words(viewer: Viewer, found: ReadDetail | None, language: str) -> tuple[Text, ...]:
    if found is None:
        return ()
    entry = db.session.get(MODELS_BY_KIND[found.detail.holds], found.value) if found.detail.holds in REFERRED else None
    if entry is not None:
        return (name_of(read(viewer, entry), language, NAMES.get(entry.KIND, "name")),)
    values = found.value if isinstance(found.value, tuple) else (found.value,)
    if found.detail.vocabulary is not None and not set(values) <= set(found.detail.vocabulary):
        # Codes that are no longer in the vocabulary are shown as they were stored.
        return tuple(Text(str(value)) for value in values)
    told = tuple(word for word in words(found, language) if word.text)
    # If the entry to which the value refers was removed, only its key is known.
    return told or tuple(Text(str(value)) for value in values if value)


def _label(act: RecordedAct) -> str:
    return str(_declared(act).label)


def _declared(act: RecordedAct) -> Detail:
    name = act.event.detail.partition(".")[0]
    return next(one.detail for one in details_of(MODELS_BY_KIND[act.event.kind]) if one.name == name)
