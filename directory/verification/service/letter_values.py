"""The values of letters about entries: what everyone may read of the entries, who asks, and the contact for
questions."""

from collections.abc import Sequence
from datetime import date

from flask_babel import force_locale, ngettext

from directory import i18n
from directory.access.viewer import ANONYMOUS, Viewer
from directory.dates import long_day
from directory.extensions import db
from directory.focal_points.contacts import PHONE, contact_lines
from directory.history.presenters import title
from directory.models import Account, Authority, Entry, RequirementSheet
from directory.outbox.messages import one_line
from directory.proposals.labels import entry_label
from directory.proposals.verifying_office import office_of
from directory.vocabulary import KINDS


def values_about(
    asker: Viewer, network: str | None, entries: Sequence[Entry], until: date, language: str
) -> dict[str, str]:
    """Return the values of a letter of a campaign: kind, name and State of each entry, who asks, the last day to
    answer, and the contact for questions. `network` is the key of the campaign's network, if the campaign has one."""
    with force_locale(i18n.label_language(language)):
        names = [office_in_letter(entry, language) for entry in entries]
        lines = [f"- {KINDS.label(entry.KIND)}: {name}" for entry, name in zip(entries, names, strict=True)]
        others = len(names) - 1
        about = (
            # Translators: names of offices in the subject of a letter
            ngettext("%(name)s, and %(num)s more", "%(name)s, and %(num)s more", others, name=names[0])
            if others
            else names[0]
        )
    office = office_of(asker, language)
    return {
        "entries": "\n".join(lines),
        "about": about,
        "asker": one_line(f"{office} ({entry_label('network', network, language)})" if network else office),
        "until": long_day(until, language),
        "contact": contact_of(asker, language),
    }


def office_in_letter(entry: Entry, language: str) -> str:
    """Return the public name and the State of an entry on one line."""
    state = entry.place().jurisdiction
    name = title(ANONYMOUS, entry, language).text
    # The name of a sheet begins with its State.
    has_state = not state or isinstance(entry, RequirementSheet)
    return one_line(name if has_state else f"{name}, {i18n.territory_name(state, language)}")


def contact_of(asker: Viewer, language: str) -> str:
    """Return the contact for questions on one line: office, name and mail address of `asker`, and the public phone
    number of the asker's authority."""
    parts = [office_of(asker, language)]
    account = db.session.get(Account, asker.account_id) if asker.account_id else None
    if account is not None:
        parts += [account.name, account.email]
    authority = db.session.get(Authority, asker.authority) if asker.authority else None
    if authority is not None:
        lines = contact_lines(ANONYMOUS, authority.contacts, language)
        parts += [line.shown for line in lines if line.means == PHONE and line.is_to_call][:1]
    return " · ".join(one_line(part) for part in parts if part)
