"""What letters say of entries and proposals: the names that everyone may read."""

from flask_babel import force_locale

from directory import i18n
from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.history.presenters import title
from directory.models import Entry, FocalPoint, Proposal
from directory.models.change import MODELS_BY_KIND
from directory.outbox.messages import one_line
from directory.proposals.labels import label_of_kind


def entry_in_letter(entry: Entry, language: str) -> str:
    """Return the public name of an entry and its State on one line. A desk has the name of its authority, and its
    network. The State is left out if the name has it already."""
    name = title(ANONYMOUS, entry, language).text
    if isinstance(entry, FocalPoint):
        name = f"{name} ({entry.network_key.upper()})"
    state = i18n.territory_name(code, language) if (code := entry.place().jurisdiction) else ""
    return one_line(name if state in name else f"{name}, {state}")


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
