"""All sentences of the phrasebook, in the order of a dialogue: groups, and the sentences of each."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.phrasebook.phrase import Phrase
from directory.phrasebook.sentences.basis import BASIS
from directory.phrasebook.sentences.confidential import CONFIDENTIAL
from directory.phrasebook.sentences.content import CONTENT
from directory.phrasebook.sentences.evidence import EVIDENCE
from directory.phrasebook.sentences.form import FORM
from directory.phrasebook.sentences.persons import PERSONS
from directory.phrasebook.sentences.possible import POSSIBLE
from directory.phrasebook.sentences.progress import PROGRESS
from directory.phrasebook.sentences.property import PROPERTY
from directory.phrasebook.sentences.refusal import REFUSAL
from directory.phrasebook.sentences.time import TIME
from directory.phrasebook.sentences.together import TOGETHER


@dataclass(frozen=True)
class PhraseGroup:
    """Sentences of one subject."""

    code: str
    label: Any
    phrases: tuple[Phrase, ...]


GROUPS = {
    group.code: group
    for group in (
        PhraseGroup("possible", _l("Whether it can be done"), POSSIBLE),
        PhraseGroup("basis", _l("Treaty and dual criminality"), BASIS),
        PhraseGroup("form", _l("Channel, form and language"), FORM),
        PhraseGroup("content", _l("Content of the request, and what is missing"), CONTENT),
        PhraseGroup("time", _l("Time and urgency"), TIME),
        PhraseGroup("confidential", _l("Confidentiality and use of evidence"), CONFIDENTIAL),
        PhraseGroup("evidence", _l("Documents and data"), EVIDENCE),
        PhraseGroup("persons", _l("Hearing and protection of persons"), PERSONS),
        PhraseGroup("property", _l("Property and costs"), PROPERTY),
        PhraseGroup("progress", _l("Where the request stands"), PROGRESS),
        PhraseGroup("refusal", _l("Postponement, refusal, conditions"), REFUSAL),
        PhraseGroup("together", _l("Several States; general replies"), TOGETHER),
    )
}
PHRASES = {phrase.id: phrase for group in GROUPS.values() for phrase in group.phrases}
GROUP_OF = {phrase.id: group for group in GROUPS.values() for phrase in group.phrases}
