"""What a draft lacks: the items of UNTOC, art. 18(15), as a table, and those of the requested State's own sheet.

It tells, and never keeps anybody from making the document.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import Text, fact
from directory.access.viewer import Viewer
from directory.drafts.content import Content, person_field, question_field
from directory.drafts.queries.sheets import CONTENT, list_rules
from directory.vocabulary import ASSISTANCE, MEASURE_QUESTIONS, MEASURES, NECESSITIES, REQUEST_ITEMS, TOPICS

SERVICE = frozenset({"service_of_documents"})


@dataclass(frozen=True)
class Item:
    """One thing that a request holds; `part` is the page where it is written, of an item of a sheet the checklist.

    `note` says what narrows it; `mark` is another once what the draft holds of it is.
    """

    code: str
    label: Text
    source: str
    part: str
    is_mandatory: bool
    is_there: bool
    note: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Checklist:
    """Items of the treaty, then those of the State's sheet."""

    treaty: tuple[Item, ...]
    sheet: tuple[Item, ...]

    @property
    def missing(self) -> list[Item]:
        """What is not there, the mandatory items first."""
        return sorted(
            (one for one in (*self.treaty, *self.sheet) if not one.is_there), key=lambda i: not i.is_mandatory
        )

    @property
    def missing_mandatory(self) -> list[Item]:
        """What is not there and must be."""
        return [one for one in self.missing if one.is_mandatory]


def _written(*names: str) -> Callable[[Content], tuple[object, ...]]:
    return lambda content: tuple(content.texts.get(name) for name in names)


@dataclass(frozen=True)
class _Rule:
    """One row of the table: an item of REQUEST_ITEMS, where it is written, what a draft holds of it, when it is needed
    and asked for, and whether all or any of what is held makes it there."""

    code: str
    part: str
    held: Callable[[Content], tuple[object, ...]]
    is_mandatory: Callable[[Content], bool] = lambda _content: False
    is_asked: Callable[[Content], bool] = lambda _content: True
    is_enough: Callable[[tuple[object, ...]], bool] = all

    def is_there(self, content: Content) -> bool:
        """Return whether a draft has the item."""
        return self.is_enough(self.held(content))


def _always(_content: Content) -> bool:
    return True


def _sought(content: Content) -> tuple[object, ...]:
    """Return the measures, that without which they cannot be taken, and all that is said of them."""
    needed = [(code, question) for code in content.measures for question in MEASURE_QUESTIONS[code].needed]
    asked = [name for code in content.measures for _question, name in content.question_fields(code)]
    # What nobody needs makes nothing missing, so that it stands beside what is asked.
    said = (asked, _written(*asked)(content))
    return content.measures, *_written(*(question_field(*one) for one in needed))(content), said


def _concerned(content: Content) -> tuple[object, ...]:
    """Return the persons, and what is said of them."""
    return content.persons, *_written(*map(person_field, content.persons))(content)


def _is_assistance(content: Content) -> bool:
    """Return whether art. 18 governs the request: it says nothing of extradition or other things alone."""
    return not content.measures or any(MEASURES[code].family in ASSISTANCE for code in content.measures)


# The facts may stay out of a mere service of documents (c); persons are named where possible (e).
RULES = (
    _Rule("requesting_authority", "parties", lambda c: (c.requesting_authority,), _always),
    _Rule("subject_and_nature", "case", _written("subject", "body"), _always),
    _Rule("summary_of_facts", "facts", _written("facts"), lambda c: set(c.measures) != SERVICE),
    _Rule("assistance_sought", "measures", _sought, _always),
    _Rule("identity_and_place", "persons", _concerned, is_enough=any),
    _Rule("purpose", "facts", _written("purpose"), _always),
    _Rule("legal_basis", "basis", lambda c: (c.treaties, *_written("basis")(c)), is_enough=any),
    _Rule("text_of_law", "case", _written("law")),
    _Rule("reasons_for_urgency", "conditions", _written("urgency"), is_asked=lambda c: c.is_urgent),
    _Rule("limits_of_use", "conditions", lambda c: ("use" in c.assurances,)),
    _Rule("contact_person", "parties", _written("contact")),
)


def checklist(viewer: Viewer, content: Content, language: str) -> Checklist:
    """Return the checklist of a draft in words."""
    return Checklist(tuple(_treaty_items(content, language)), tuple(_sheet_items(viewer, content, language)))


def _treaty_items(content: Content, language: str) -> Iterator[Item]:
    for rule in RULES:
        if rule.is_asked(content):
            term = REQUEST_ITEMS[rule.code]
            label = Text(str(term.label), i18n.chrome_language(language))
            yield Item(
                rule.code,
                label,
                term.source,
                rule.part,
                rule.is_mandatory(content) and _is_assistance(content),
                rule.is_there(content),
                _("where possible") if rule.code == "identity_and_place" else "",
                _mark(rule.held(content)),
            )


def _sheet_items(viewer: Viewer, content: Content, language: str) -> Iterator[Item]:
    for reading in list_rules(viewer, content, CONTENT):
        said = fact(reading, "text", language)
        if said is None:
            continue
        necessity = reading.value("necessity", "")
        yield Item(
            reading.key,
            said.texts[0],
            str(TOPICS.label(reading.value("topic"))),
            "checklist",
            necessity == "mandatory",
            reading.key in content.done,
            str(NECESSITIES.label(necessity) if necessity else _("listed without a word on whether it must be there")),
            _mark((reading.key in content.done,)),
        )


def _mark(held: tuple[object, ...]) -> str:
    """Return a digest, in which the order of languages does not count."""
    return hashlib.sha256(json.dumps(held, sort_keys=True, default=vars).encode()).hexdigest()
