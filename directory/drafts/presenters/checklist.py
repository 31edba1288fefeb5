"""What a draft lacks: the items of UNTOC, art. 18(15), as a table, and those of the requested State's own sheet.

It tells, and never keeps anybody from making the document.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import Text, fact
from directory.access.viewer import Viewer
from directory.drafts.content import Content, question_field
from directory.drafts.queries.sheets import CONTENT, list_rules
from directory.vocabulary import ASSISTANCE, MEASURE_QUESTIONS, MEASURES, NECESSITIES, REQUEST_ITEMS, TOPICS

SERVICE = frozenset({"service_of_documents"})


@dataclass(frozen=True)
class Item:
    """One thing that a request holds; `part` is the page where it is written, of an item of a sheet the checklist.

    `note` says what narrows it.
    """

    code: str
    label: Text
    source: str
    part: str
    is_mandatory: bool
    is_there: bool
    note: str = ""


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


@dataclass(frozen=True)
class _Rule:
    """One row of the table: an item of REQUEST_ITEMS, where it is written, and when it is there and needed."""

    code: str
    part: str
    is_there: Callable[[Content], bool]
    is_mandatory: Callable[[Content], bool] = lambda _content: False
    is_asked: Callable[[Content], bool] = lambda _content: True


def _always(_content: Content) -> bool:
    return True


def _sought(content: Content) -> bool:
    """Return whether assistance is sought and what each measure cannot do without is said."""
    needed = (
        question_field(code, question) for code in content.measures for question in MEASURE_QUESTIONS[code].needed
    )
    return bool(content.measures) and all(content.has(name) for name in needed)


def _is_assistance(content: Content) -> bool:
    """Return whether art. 18 governs the request: it says nothing of extradition or other things alone."""
    return not content.measures or any(MEASURES[code].family in ASSISTANCE for code in content.measures)


# The facts may stay out of a mere service of documents (c); persons are named where possible (e).
RULES = (
    _Rule("requesting_authority", "parties", lambda c: bool(c.requesting_authority), _always),
    _Rule("subject_and_nature", "case", lambda c: c.has("subject") and c.has("body"), _always),
    _Rule("summary_of_facts", "facts", lambda c: c.has("facts"), lambda c: set(c.measures) != SERVICE),
    _Rule("assistance_sought", "measures", _sought, _always),
    _Rule("identity_and_place", "persons", lambda c: bool(c.persons)),
    _Rule("purpose", "facts", lambda c: c.has("purpose"), _always),
    _Rule("legal_basis", "basis", lambda c: bool(c.treaties) or c.has("basis")),
    _Rule("text_of_law", "case", lambda c: c.has("law")),
    _Rule("reasons_for_urgency", "conditions", lambda c: c.has("urgency"), is_asked=lambda c: c.is_urgent),
    _Rule("limits_of_use", "conditions", lambda c: "use" in c.assurances),
    _Rule("contact_person", "parties", lambda c: c.has("contact")),
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
        )
