"""Presents entries to those who are asked to confirm or correct them: one on its page, and the list of all of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from directory import collation, i18n
from directory.access.facts import Link, SourceNote, Text, fact, source_note
from directory.access.gate import MaskedDetail, Reading
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Authority, CampaignRecipient, ContactDetail, Entry, FocalPoint, RequirementSheet, Texts
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.outbox.queries import list_bounced
from directory.proposals.labels import entry_label, entry_labels, label_of_kind
from directory.tokens import digest_of
from directory.verification.queries.entries import CONFIRMED, DetailKey, ShownRow, show
from directory.verification.service.campaign_letters import asker_of, asks_now
from directory.verification.service.entries import version_of
from directory.verification.service.letter_values import contact_of
from directory.vocabulary import ANSWERS_TO_CAMPAIGN, KINDS, MEANS, MEASURES

# Kinds of detail that a person can correct as text. Other details are chosen from lists, so a note corrects them.
CORRECTABLE = ("text", "remark", "list", "contact", "address")


@dataclass(frozen=True)
class DetailLine:
    """One detail of an entry.

    For a masked detail, `texts` is empty, and `ending` has the last characters of the value.
    """

    place: DetailKey
    label: str
    texts: tuple[Text, ...]
    ending: str
    is_masked: bool
    is_correctable: bool
    source: SourceNote

    @property
    def text(self) -> str:
        """The texts in one line, empty for a masked detail."""
        return "; ".join(text.text for text in self.texts)


@dataclass(frozen=True)
class DetailGroup:
    """The details of one row: of the entry itself, or of one of its parts."""

    label: str
    lines: tuple[DetailLine, ...]


@dataclass(frozen=True)
class EntryPage:
    """An entry on the page that confirms or corrects it. `version` is the version token of the details on the page."""

    link: Link
    kind_label: str
    groups: list[DetailGroup]
    version: str

    @property
    def sections(self) -> list[tuple[str, list[DetailGroup]]]:
        """Pairs of a label and the consecutive groups of details with this label, in the order of the page."""
        return [(label, list(own)) for label, own in groupby(self.groups, key=lambda group: group.label)]

    @property
    def correctable(self) -> list[DetailLine]:
        """The details that can be corrected as text, in the order of the page."""
        return [line for group in self.groups for line in group.lines if line.is_correctable]


def page(viewer: Viewer, entry: Entry, language: str, *, has_link: bool) -> EntryPage:
    """Return an entry with the details that the viewer may read. If `has_link` is true (the link of a campaign was
    used), texts that the viewer may not read are included masked."""
    groups = [_group(one, language) for one in show(viewer, entry, has_link=has_link)]
    return EntryPage(
        link=entry_link(entry, language),
        kind_label=str(KINDS.label(entry.KIND)),
        groups=[group for group in groups if group.lines],
        version=version_of(viewer, entry, has_link=has_link),
    )


@dataclass(frozen=True)
class AskedLine:
    """An entry in the list of a recipient. `answer` is a code of ANSWERS_TO_CAMPAIGN. `token` is the secret of the
    entry's link. The token is empty if an answer was given or the entry has ended."""

    kind_label: str
    link: Link
    answer: str
    answer_label: str
    token: str


@dataclass(frozen=True)
class NotAsked:
    """Why the list of a recipient is empty: mail to the recipient has bounced (`has_bounced`), or other people are
    asked now. `contact` is a line that says whom the recipient can ask."""

    has_bounced: bool
    contact: str


def not_asked(recipient: CampaignRecipient, language: str) -> NotAsked:
    """Return why the list of a recipient is empty, and whom the recipient can ask."""
    has_bounced = any(digest_of(address) == recipient.address_digest for address in list_bounced())
    return NotAsked(has_bounced, contact_of(asker_of(recipient.campaign), language))


def asked_lines(recipient: CampaignRecipient, language: str) -> list[AskedLine]:
    """Return the entries about which a recipient was asked. The entries that wait for an answer come first, sorted by
    name. The other entries follow, sorted by name.

    Removed entries are left out. An entry that waits for an answer is left out if a letter about it would no longer go
    to this recipient.
    """
    is_asked = asks_now(recipient)
    lines = [
        AskedLine(
            kind_label=str(KINDS.label(entry.KIND)),
            link=entry_link(entry, language),
            answer=asked.answer,
            answer_label=str(ANSWERS_TO_CAMPAIGN.label(asked.answer)) if asked.answer else "",
            token="" if asked.answer or entry.has_ended else asked.token,
        )
        for asked in (question.entry for question in recipient.questions)
        if (entry := db.session.get(CONFIRMED[asked.kind], asked.key)) is not None
        and (asked.answer or entry.has_ended or is_asked(entry))
    ]
    named = collation.sorted_by_name(lines, lambda line: line.link.text.text)
    return sorted(named, key=lambda line: not line.token)


def entry_link(entry: Entry, language: str) -> Link:
    """Return a link to an entry, as `entry_links` names it."""
    return entry_links([entry], language)[entry.entry_key]


def entry_links(entries: Iterable[Entry], language: str) -> dict[EntryKey, Link]:
    """Return a link to each entry, keyed by kind and key of the entry.

    A desk is named by its authority and network. A requirement sheet is named by its State and measure.
    """
    entries = list(entries)
    owners = {entry.authority for entry in entries if isinstance(entry, FocalPoint)}
    others = {entry for entry in entries if not isinstance(entry, FocalPoint | RequirementSheet)}
    kinds = {one.KIND for one in owners | others}
    labels = {kind: entry_labels([one for one in owners | others if kind == one.KIND], language) for kind in kinds}
    return {entry.entry_key: Link(entry.KIND, entry.key, Text(_name(entry, labels, language))) for entry in entries}


def _name(entry: Entry, labels: Mapping[str, Mapping[str, str]], language: str) -> str:
    if isinstance(entry, FocalPoint):
        return i18n.side_by_side([labels[Authority.KIND][entry.authority_key], entry.network_key.upper()])
    if isinstance(entry, RequirementSheet):
        state = i18n.territory_name(entry.jurisdiction_key, language)
        return i18n.side_by_side([state, str(MEASURES.label(entry.measure))]) if entry.measure else state
    return labels[entry.KIND][entry.key]


def _group(shown: ShownRow, language: str) -> DetailGroup:
    masked = (_masked(shown.row, one) for one in shown.masked.values())
    lines = (*_readable(shown.reading, language), *masked)
    return DetailGroup(
        label_of_kind(shown.row.KIND), tuple(_by_means(line, shown.reading.value("means")) for line in lines)
    )


def _by_means(line: DetailLine, means: str | None) -> DetailLine:
    return replace(line, label=str(MEANS.label(means))) if means and line.place[2] == "value" else line


def _readable(reading: Reading, language: str) -> Iterator[DetailLine]:
    for name, found in reading.details.items():
        made = fact(reading, name, language)
        # The means of a contact is the label of its value.
        if made is None or (reading.kind, name) == (ContactDetail.KIND, "means"):
            continue
        holds, texts = found.detail.holds, made.texts
        if holds in MODELS_BY_KIND and holds != "jurisdiction":
            texts = (Text(entry_label(holds, found.value, language)),)
        is_correctable = holds in CORRECTABLE and isinstance(found.value, str | Texts)
        yield DetailLine((reading.kind, reading.key, name), made.label, texts, "", False, is_correctable, made.source)


def _masked(row: Entry, one: MaskedDetail) -> DetailLine:
    place = (row.KIND, row.key, one.name)
    is_correctable = one.detail.holds in CORRECTABLE
    return DetailLine(place, str(one.detail.label), (), one.ending, True, is_correctable, source_note(None))
