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
from directory.models import Account, Authority, Entry
from directory.outbox.messages import one_line
from directory.outbox.queries import list_bounced, normalized_address
from directory.outbox.service import is_one_address
from directory.proposals.labels import entry_label
from directory.proposals.letter_values import entry_in_letter
from directory.proposals.verifying_office import office_of
from directory.vocabulary import KINDS


def values_of_asker(asker: Viewer, network: str | None, language: str) -> dict[str, str]:
    """Return the values that all letters of a campaign in a language share: who asks, the contact for questions, and
    the address for answers. `network` is the key of the campaign's network, if it has one."""
    office = office_of(asker, language)
    return {
        "asker": one_line(f"{office} ({entry_label('network', network, language)})" if network else office),
        "contact": contact_of(asker, language),
        "reply_to": office_address_of(asker),
    }


def values_about(entries: Sequence[Entry], until: date, language: str) -> dict[str, str]:
    """Return the values of a campaign's letter that depend on its entries: kind, name and State of each entry, and the
    last day to answer."""
    with force_locale(i18n.label_language(language)):
        names = [entry_in_letter(entry, language) for entry in entries]
        lines = [f"- {KINDS.label(entry.KIND)}: {name}" for entry, name in zip(entries, names, strict=True)]
        others = len(names) - 1
        about = (
            ngettext("%(name)s, and %(num)s more entry", "%(name)s, and %(num)s more entries", others, name=names[0])
            if others
            else names[0]
        )
    return {"entries": "\n".join(lines), "about": about, "until": long_day(until, language)}


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


def office_address_of(asker: Viewer) -> str:
    """Return the first working mail address of the asker's authority, or an empty string. Only addresses that everyone
    may read are used."""
    authority = db.session.get(Authority, asker.authority) if asker.authority else None
    lines = contact_lines(ANONYMOUS, authority.contacts, i18n.DEFAULT) if authority is not None else ()
    mails = (line.value.strip() for line in lines if line.means == "email" and line.is_to_call)
    bounced = list_bounced()
    return next(
        (one for one in mails if one.isascii() and is_one_address(one) and normalized_address(one) not in bounced), ""
    )
