"""Checks values of slots against vocabularies and entries of the directory, and puts them into words of the language of
the response. Names are those that everyone may read."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from directory.errors import InvalidInput
from directory.extensions import db
from directory.i18n import LANGUAGES, current_language, isolated_in_rtl, language_name
from directory.models import Authority, FocalPoint, Jurisdiction, Treaty, TreatyRule
from directory.phrasebook.plain_values import NOT_OFFERED, parts
from directory.proposals.labels import entry_label
from directory.treaties.citations import joined_article, with_article
from directory.vocabulary import CHANNELS, ENDED_STATUSES, MEASURES, OFFENCES, PERSON_ROLES, STAGES

NOT_ARTICLE = _l("This directory knows no such article of this treaty. Write it like 18(9).")
Words = Callable[[str], str]


def _of_codes(vocabulary: Mapping[str, Any]) -> tuple[Words, Words]:
    def check(value: str) -> str:
        if value.strip() not in vocabulary:
            raise InvalidInput(NOT_OFFERED)
        return value.strip()

    return check, lambda code: str(vocabulary[code].label)


VOCABULARIES: Mapping[str, Mapping[str, Any]] = {
    "measure": MEASURES,
    "offence": OFFENCES,
    "role": PERSON_ROLES,
    "stage": STAGES,
    "channel": CHANNELS,
}
CODES = {name: _of_codes(vocabulary) for name, vocabulary in VOCABULARIES.items()}


def check_state(value: str) -> str:
    """Return the key of a State. Raises InvalidInput if the directory has no such State."""
    return _key_of(Jurisdiction, value)


def state_words(key: str) -> str:
    """Return the name of a State."""
    return entry_label("jurisdiction", key, current_language())


def check_treaty(value: str) -> str:
    """Return the key of a treaty. Raises InvalidInput if the directory has no such treaty."""
    return _key_of(Treaty, value)


def treaty_words(key: str) -> str:
    """Return the title of a treaty."""
    return entry_label("treaty", key, current_language())


def check_article(value: str) -> str:
    """Return a treaty with its article, as `untoc 18(9)`. Raises InvalidInput unless the directory knows the treaty and
    what this article, or this paragraph of it, says."""
    key, article = parts(value)
    if article not in known_articles(check_treaty(key)):
        raise InvalidInput(NOT_ARTICLE)
    return f"{key} {article}"


def known_articles(treaty: str) -> frozenset[str]:
    """Return the articles, alone and with their paragraphs, of which the directory says what they contain."""
    rules = select(TreatyRule.article, TreatyRule.paragraph).where(TreatyRule.treaty_key == treaty)
    return frozenset(
        known for row in db.session.execute(rules) for known in (row.article, joined_article(*row)) if row.article
    )


def article_words(value: str) -> str:
    """Return the title of a treaty with its article."""
    key, article = parts(value)
    return with_article(treaty_words(key), str(_("art. %(number)s", number=isolated_in_rtl(article))))


def check_office(value: str) -> str:
    """Return an office, as `authority` or `focal_point` with its key. Raises InvalidInput unless the directory has this
    office and it has not ended."""
    kind, key = parts(value)
    office: Authority | FocalPoint | None = None
    if kind == "authority":
        office = db.session.get(Authority, key)
    elif kind == "focal_point":
        office = db.session.get(FocalPoint, key)
    if office is None or office.status in ENDED_STATUSES:
        raise InvalidInput(NOT_OFFERED)
    return f"{kind} {key}"


def office_words(value: str) -> str:
    """Return the name of an authority or desk."""
    kind, key = parts(value)
    return entry_label(kind, key, current_language())


def check_language(value: str) -> str:
    """Return the code of a language. Raises InvalidInput unless it is one of `known_languages`."""
    if value.strip() not in known_languages():
        raise InvalidInput(NOT_OFFERED)
    return value.strip()


def known_languages() -> tuple[str, ...]:
    """Return the languages of the interface, then the other official languages of States in alphabetical order of their
    codes."""
    official = {code for codes in db.session.scalars(select(Jurisdiction.official_languages)) for code in codes or ()}
    return (*LANGUAGES, *sorted(official - LANGUAGES.keys()))


def language_words(code: str) -> str:
    """Return the name of a language."""
    return language_name(code, current_language())


def _key_of(model: type[Jurisdiction] | type[Treaty], value: str) -> str:
    if db.session.get(model, value.strip()) is None:
        raise InvalidInput(NOT_OFFERED)
    return value.strip()
