"""Presents a campaign before its start: who would get a letter, who would get none, and the letter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from flask_babel import gettext

from directory import clock, i18n
from directory.access.facts import Link
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.focal_points.contacts import contact_lines
from directory.models import Account, Entry
from directory.models.details import EntryKey
from directory.outbox.messages import LetterText, preview_text
from directory.outbox.queries import normalized_address
from directory.verification.presenters.entries import entry_links
from directory.verification.queries.candidates import CampaignScope, find_candidates, narrowed
from directory.verification.queries.recipients import Recipient, Recipients
from directory.verification.service.campaigns import ReminderSchedule
from directory.verification.service.letter_values import values_about, values_of_asker
from directory.vocabulary import ROLES


@dataclass(frozen=True)
class RecipientLine:
    """Somebody who would get a letter. `who` and `address` are empty if the viewer may not see the account: the line
    then stands for all `people` who would get a letter about the same entries."""

    who: str
    address: str
    language: str
    entries: list[Link]
    people: int = 1


@dataclass(frozen=True)
class LeftOutLine:
    """An entry about which nobody would get a letter, and why."""

    link: Link
    reason: str


@dataclass(frozen=True)
class CampaignPreview:
    """A campaign before its start. `entries` is the number of entries that the campaign would ask about. `reached` is
    the number of these entries about which a letter would reach somebody. `unreached` are the entries about which
    nobody would get a letter.

    `left_out` are the entries in the scope about which the campaign would not ask. `letter` is the letter to the first
    recipient, in the viewer's language, or None if there are no recipients.
    """

    entries: int
    reached: int
    recipients: list[RecipientLine]
    unreached: list[LeftOutLine]
    left_out: list[LeftOutLine]
    letter: LetterText | None


def preview(viewer: Viewer, scope: CampaignScope, pace: ReminderSchedule, language: str) -> CampaignPreview:
    """Return the preview of a campaign. `viewer` is the person who would start the campaign. Restricted addresses that
    are shown are noted as disclosures."""
    scope = narrowed(viewer, scope)
    found, finder = find_candidates(viewer, scope), Recipients(viewer)
    own: dict[str, list[tuple[Recipient, Entry]]] = {}
    unreached: list[Entry] = []
    own_only: list[Entry] = []
    for entry in found.asked:
        recipients = finder.of(entry)
        for one in recipients:
            own.setdefault(normalized_address(one.address), []).append((one, entry))
        if not recipients:
            (own_only if finder.is_of_author(entry) else unreached).append(entry)
    return CampaignPreview(
        entries=len(found.asked),
        reached=len(found.asked) - len(unreached) - len(own_only),
        recipients=_recipient_lines(viewer, list(own.values()), language),
        unreached=_lines(
            language,
            (gettext("only you answer for it: confirm it on its page"), own_only),
            (gettext("no mail address that reaches it"), unreached),
        ),
        left_out=_lines(
            language,
            (gettext("a running campaign has asked and waits for the answer"), found.asked_already),
            (gettext("closed or replaced"), found.closed),
        ),
        letter=_letter(viewer, scope, pace, next(iter(own.values())), language) if own else None,
    )


def _lines(language: str, *groups: tuple[str, list[Entry]]) -> list[LeftOutLine]:
    return [LeftOutLine(link, why) for why, entries in groups for link in entry_links(entries, language).values()]


def _recipient_lines(
    viewer: Viewer, recipients: Sequence[Sequence[tuple[Recipient, Entry]]], language: str
) -> list[RecipientLine]:
    links = entry_links((entry for pairs in recipients for _, entry in pairs), language)
    sources = [pairs[0][0].source for pairs in recipients]
    contacts = [one for one in sources if not isinstance(one, Account)]
    addresses = {line.key: line.shown for line in contact_lines(viewer, contacts, language)}
    lines: list[RecipientLine] = []
    unnamed: dict[frozenset[EntryKey], int] = {}
    for source, pairs in zip(sources, recipients, strict=True):
        who, address = "", ""
        if not isinstance(source, Account):
            address = addresses[source.key]
        elif any(may(viewer, Action.END_ACCOUNT, entry.place()) for _, entry in pairs):
            who, address = f"{i18n.isolated_in_rtl(source.name)}, {ROLES.label(source.role)}", source.email
        spoken = i18n.LANGUAGES[pairs[0][0].language].autonym
        line = RecipientLine(who, address, spoken, [links[entry.entry_key] for _, entry in pairs])
        place = None if address else unnamed.setdefault(frozenset(entry.entry_key for _, entry in pairs), len(lines))
        if place is None or place == len(lines):
            lines.append(line)
        else:
            lines[place] = _with_another(lines[place], spoken)
    return lines


def _with_another(line: RecipientLine, language: str) -> RecipientLine:
    languages = dict.fromkeys((*line.language.split(", "), language))
    return replace(line, people=line.people + 1, language=", ".join(languages))


def _letter(
    viewer: Viewer,
    scope: CampaignScope,
    pace: ReminderSchedule,
    pairs: Sequence[tuple[Recipient, Entry]],
    language: str,
) -> LetterText:
    until = clock.today() + timedelta(days=pace.days_to_answer)
    values = values_of_asker(viewer, scope.network or None, language)
    values |= values_about([entry for _, entry in pairs], until, language)
    return preview_text("verification_ask", language, link=gettext("(the link of the recipient)"), **values)
