"""The names of entries and proposals in letters. Letters contain only names that everyone may read.

The names in a letter about a proposal are read when the letter is sent, so that publishing takes less time.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale

from directory import i18n
from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.history.presenters import title
from directory.models import Entry, FocalPoint, Proposal
from directory.models.change import MODELS_BY_KIND
from directory.outbox.letters import LETTERS
from directory.outbox.messages import one_line
from directory.people.service.letter_values import office_of_account
from directory.proposals.labels import label_of_kind


def entry_in_letter(entry: Entry, language: str) -> str:
    """Return the public name of an entry and its State on one line. A desk has the name of its authority, and its
    network. The State is left out if the name contains it already."""
    name = title(ANONYMOUS, entry, language).text
    if isinstance(entry, FocalPoint):
        name = f"{name} ({entry.network_key.upper()})"
    state = i18n.territory_name(code, language) if (code := entry.place().jurisdiction) else ""
    return one_line(name if state in name else f"{name}, {state}")


def proposal_values(letter: str, language: str, given: Mapping[str, Any]) -> dict[str, str]:
    """Return the names that a letter about a proposal contains: the entry, and the office of the proposal's author or
    of the person who decided it. `given` are the stored values of the letter. For other letters, return {}."""
    proposal = db.session.get(Proposal, given["proposal"]) if "proposal" in given else None
    if proposal is None:
        return {}
    people = {"author": proposal.author_id, "decider": proposal.reviewer_id}
    offices = {
        name: office_of_account(account, language) for name, account in people.items() if name in LETTERS[letter].added
    }
    return {"about": proposal_in_letter(proposal, language), **offices}


def proposal_in_letter(proposal: Proposal, language: str) -> str:
    """Return the public name of the entry that a proposal changes. For a new entry, which has no public name yet,
    return its kind and State."""
    entry = db.session.get(MODELS_BY_KIND[proposal.kind], proposal.key)
    if entry is not None:
        return entry_in_letter(entry, language)
    with force_locale(i18n.label_language(language)):
        kind = label_of_kind(proposal.kind)
    state = i18n.territory_name(proposal.jurisdiction_key, language) if proposal.jurisdiction_key else ""
    return one_line(", ".join(filter(None, (kind, state))))
