"""Choices in the forms of drafts: pairs of value and label."""

from collections.abc import Sequence
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import select

from directory import collation, i18n
from directory.access.gate import read_values
from directory.access.viewer import Viewer
from directory.atlas.languages import AcceptedLanguage
from directory.atlas.legal_basis import LegalBasis
from directory.drafts.content import DraftContent
from directory.drafts.queries.findings import find
from directory.extensions import db
from directory.focal_points.state_authorities import list_authorities
from directory.jurisdictions.queries import list_jurisdictions
from directory.legislation.queries import list_legislation
from directory.models import Treaty
from directory.proposals.labels import entry_labels
from directory.treaties.queries import list_home_states
from directory.vocabulary import BASIS_USES, MEASURES, OFFENCES, PERSON_ROLES, STAGES, Term, Vocabulary

Choices = list[tuple[str, str]]
AnyTerm = TypeVar("AnyTerm", bound=Term)
NONE = ("", "")
NEVER_REQUESTING = frozenset(
    {"hotline", "victim_service", "international_organization", "regional_body", "regional_network"}
)
"""The kinds of authority that help victims or link States, but send no request for legal assistance."""


def states(language: str) -> Choices:
    """Return an empty choice, then all States, sorted by name."""
    named = [(one.key, i18n.territory_name(one.key, language)) for one in list_jurisdictions()]
    by_name: Choices = collation.sorted_by_name(named, lambda pair: pair[1])
    return [NONE, *by_name]


def team(content: DraftContent, language: str) -> Choices:
    """Return the States that can join a joint investigation, sorted by name: the States of HOME_NETWORK and the draft's
    further States. The requesting and the requested State are left out."""
    codes = dict.fromkeys([*list_home_states(), *content.others])
    named = [
        (code, i18n.territory_name(code, language))
        for code in codes
        if code not in (content.requesting, content.requested)
    ]
    by_name: Choices = collation.sorted_by_name(named, lambda pair: pair[1])
    return by_name


def authorities(state: str, language: str) -> Choices:
    """Return an empty choice, then the authorities of the State, sorted by name."""
    return [NONE, *entry_labels(list_authorities(state), language).items()] if state else [NONE]


def requesting_authorities(viewer: Viewer, state: str, chosen: str, language: str) -> Choices:
    """Return an empty choice, then the authorities of the State that can make a request, sorted by name. Offices of
    NEVER_REQUESTING are left out, except the office that is `chosen` already."""
    found = list_authorities(state) if state else []
    kinds = {one.key: one.value("authority_kind") for one in read_values(viewer, found)}
    able = [one for one in found if one.key == chosen or kinds.get(one.key) not in NEVER_REQUESTING]
    return [NONE, *entry_labels(able, language).items()]


def addressees(viewer: Viewer, content: DraftContent, language: str) -> Choices:
    """Return an empty choice, then the authorities of the requested State. Authorities that the atlas would address
    come first, and their labels say so. The others are sorted by name."""
    named = dict(authorities(content.requested, language)[1:])
    first = [key for key in find(viewer, content, language).addressees if key in named]
    marked = [(key, _("%(authority)s (to be addressed)", authority=named.pop(key))) for key in first]
    return [NONE, *marked, *named.items()]


def treaties(viewer: Viewer, content: DraftContent, language: str) -> Choices:
    """Return treaties as choices: the treaties on which the request can be based, in the order of the atlas, then the
    draft's other treaties. The label is the title, followed by how the request can use the treaty (BASIS_USES), or by a
    remark that the atlas did not find the treaty."""
    usable = {basis.treaty: basis for basis in find(viewer, content, language).usable}
    keys = list(dict.fromkeys([*usable, *content.treaties]))
    names = entry_labels(db.session.scalars(select(Treaty).where(Treaty.key.in_(keys))), language)
    return [(key, _with_use(names[key], usable.get(key))) for key in keys if key in names]


def laws(content: DraftContent, language: str) -> Choices:
    """Return the laws of the requesting State as choices, sorted by name. If the draft names no requesting State,
    return []."""
    return list(entry_labels(list_legislation(content.requesting), language).items()) if content.requesting else []


def measures() -> Choices:
    """Return all measures, in the order of MEASURES."""
    return _terms(MEASURES)


def offences() -> Choices:
    """Return all offences, in the order of OFFENCES."""
    return _terms(OFFENCES)


def stages() -> Choices:
    """Return an empty choice, then all stages of proceedings, in the order of STAGES."""
    return [NONE, *_terms(STAGES)]


def roles() -> Choices:
    """Return an empty choice, then all roles of persons, in the order of PERSON_ROLES."""
    return [NONE, *_terms(PERSON_ROLES)]


def languages(first: list[str], language: str) -> Choices:
    """Return languages as choices: the codes in `first`, then the other languages of this site."""
    return [(code, i18n.language_name(code, language)) for code in dict.fromkeys([*first, *i18n.LANGUAGES])]


def second_languages(accepted: Sequence[AcceptedLanguage], language: str, *, by: str) -> Choices:
    """Return languages as choices: those in `accepted`, which the State `by` accepts, then the other languages of this
    site. The label of an accepted language says that the State accepts the language. If this is not certain, the label
    also says why."""
    named = {one.code: _accepted_by(one, by, language) for one in accepted}
    return [(code, named.get(code, label)) for code, label in languages(list(named), language)]


def _accepted_by(one: AcceptedLanguage, state: str, language: str) -> str:
    named = {"language": i18n.language_name(one.code, language), "state": i18n.territory_name(state, language)}
    if one.doubt:
        return str(_("%(language)s (accepted by %(state)s: %(doubt)s)", doubt=one.doubt, **named))
    return str(_("%(language)s (accepted by %(state)s)", **named))


def _with_use(name: str, basis: LegalBasis | None) -> str:
    return f"{name} ({BASIS_USES.label(basis.use)})" if basis else _("%(treaty)s (not found for this)", treaty=name)


def _terms(vocabulary: Vocabulary[AnyTerm]) -> Choices:
    return [(code, str(term.label)) for code, term in vocabulary.items()]
