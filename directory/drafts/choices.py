"""What the forms of drafts let a person choose from."""

from typing import TypeVar

from sqlalchemy import select

from directory import i18n
from directory.authorities.queries import list_authorities
from directory.drafts.content import Content
from directory.extensions import db
from directory.jurisdictions.queries import list_jurisdictions
from directory.legislation.queries import list_legislation
from directory.models import Treaty
from directory.proposals.wordings import entry_labels
from directory.vocabulary import MEASURES, OFFENCES, PERSON_ROLES, STAGES, Term, Vocabulary

Choices = list[tuple[str, str]]
AnyTerm = TypeVar("AnyTerm", bound=Term)
NONE = ("", "")


def states(language: str) -> Choices:
    """Return all States by name, none chosen."""
    named = [(one.key, i18n.territory_name(one.key, language)) for one in list_jurisdictions()]
    by_name: Choices = i18n.sorted_by_name(named, lambda pair: pair[1])
    return [NONE, *by_name]


def authorities(state: str, language: str) -> Choices:
    """Return the authorities of a State by name, none chosen."""
    return [NONE, *entry_labels(list_authorities(state), language).items()] if state else [NONE]


def treaties(content: Content, language: str) -> Choices:
    """Return the treaties that a draft may rest on, by name: those that bind both States first."""
    found = db.session.scalars(select(Treaty)).all()
    return list(entry_labels(found, language).items())


def laws(content: Content, language: str) -> Choices:
    """Return the laws of the requesting State, by name."""
    return list(entry_labels(list_legislation(content.requesting), language).items()) if content.requesting else []


def measures() -> Choices:
    """Return the measures in their order."""
    return _terms(MEASURES)


def offences() -> Choices:
    """Return the offences in their order."""
    return _terms(OFFENCES)


def stages() -> Choices:
    """Return the stages in their order, none chosen."""
    return [NONE, *_terms(STAGES)]


def roles() -> Choices:
    """Return the roles of persons, none chosen."""
    return [NONE, *_terms(PERSON_ROLES)]


def languages(first: list[str], language: str) -> Choices:
    """Return languages by name: the first ones in their order, then the others of this site."""
    return [(code, i18n.language_name(code, language)) for code in dict.fromkeys([*first, *i18n.LANGUAGES])]


def _terms(vocabulary: Vocabulary[AnyTerm]) -> Choices:
    return [(code, str(term.label)) for code, term in vocabulary.items()]
