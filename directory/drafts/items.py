"""The items of UNTOC, art. 18(15), as a table: where each is written, when it must be there, and what of it is empty.

Pages, papers and forms ask this table, so that a form never calls a field optional which the checklist misses.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields

from directory.drafts.content import DraftContent, person_field, question_field
from directory.vocabulary import ASSISTANCE, MEASURE_QUESTIONS, MEASURES

SERVICE = frozenset({"service_of_documents"})
# Questions of measures that say who is concerned.
ABOUT_PERSONS = ("whom", "claimants")
# One whose answer says how what is sent may be used.
ABOUT_USE = ("limits",)
CHOSEN = {one.name for one in fields(DraftContent)} - {"texts"}
Names = tuple[str, ...]


def _always(_content: DraftContent) -> bool:
    return True


def _never(_content: DraftContent) -> bool:
    return False


def is_written(content: DraftContent, name: str) -> bool:
    """Return whether a field holds anything: a choice (`assurances:use` is one of a list) or a text of any language."""
    field, _, code = name.partition(":")
    if field not in CHOSEN:
        return content.has(name)
    chosen = getattr(content, field)
    return code in chosen if code else bool(chosen)


@dataclass(frozen=True)
class RequestItem:
    """One row: an item of REQUEST_ITEMS and the part of its page.

    `fields` are those in which it is written, all of which it needs; what is `elsewhere` does in place of them all.
    `held` is what a draft holds of it, of which outlines keep a digest.
    """

    code: str
    part: str
    fields: Callable[[DraftContent], Names]
    held: Callable[[DraftContent], tuple[object, ...]]
    is_needed: Callable[[DraftContent], bool] = _never
    is_asked: Callable[[DraftContent], bool] = _always
    elsewhere: Callable[[DraftContent], bool] = _never

    def is_mandatory(self, content: DraftContent) -> bool:
        """Return whether a draft must have the item: art. 18 governs assistance alone."""
        return self.is_asked(content) and self.is_needed(content) and _is_assistance(content)

    def empty_fields(self, content: DraftContent) -> Names:
        """Return the fields of the item that hold nothing; none where it is written elsewhere."""
        if self.elsewhere(content):
            return ()
        return tuple(name for name in self.fields(content) if not is_written(content, name))

    def is_begun(self, content: DraftContent) -> bool:
        """Return whether a part of the item is written."""
        return len(self.empty_fields(content)) < len(self.fields(content))


def mandatory_fields(content: DraftContent) -> set[str]:
    """Return the fields of the items that a draft must have."""
    return {name for item in ITEMS if item.is_mandatory(content) for name in item.fields(content)}


def _is_assistance(content: DraftContent) -> bool:
    """Return whether art. 18 governs the request: it says nothing of extradition or other things alone."""
    return not content.measures or any(MEASURES[code].family in ASSISTANCE for code in content.measures)


def _texts(content: DraftContent, *names: str) -> tuple[object, ...]:
    return tuple(content.texts.get(name) for name in names)


def _answered(content: DraftContent, *asked: str) -> tuple[object, ...]:
    """Return what is written under these questions of all measures; what is not is left out."""
    names = [name for code in content.measures for question, name in content.question_fields(code) if question in asked]
    return tuple(filter(None, _texts(content, *names)))


def _needed_questions(content: DraftContent) -> Names:
    return tuple(question_field(code, one) for code in content.measures for one in MEASURE_QUESTIONS[code].needed)


def _sought(content: DraftContent) -> tuple[object, ...]:
    """Return the measures, that without which they cannot be taken, and all that is said of them."""
    asked = [name for code in content.measures for _question, name in content.question_fields(code)]
    return content.measures, *_texts(content, *_needed_questions(content)), (asked, _texts(content, *asked))


def _concerned(content: DraftContent) -> tuple[object, ...]:
    """Return the persons, and what is said of them, also under the measures."""
    own = _texts(content, *map(person_field, content.persons))
    return content.persons, *own, *_answered(content, *ABOUT_PERSONS)


def _of_texts(code: str, part: str, *names: str, **when: Callable[[DraftContent], bool]) -> RequestItem:
    """Return an item that is written in texts alone."""
    return RequestItem(code, part, lambda _content: names, lambda content: _texts(content, *names), **when)


# The facts may stay out of a mere service of documents (c); persons are named where possible (e).
ITEMS = (
    RequestItem(
        "requesting_authority",
        "parties",
        lambda _content: ("requesting_authority",),
        lambda content: (content.requesting_authority,),
        _always,
    ),
    _of_texts("subject_and_nature", "case", "subject", "body", is_needed=_always),
    _of_texts("summary_of_facts", "facts", "facts", is_needed=lambda content: set(content.measures) != SERVICE),
    RequestItem(
        "assistance_sought", "measures", lambda content: ("measures", *_needed_questions(content)), _sought, _always
    ),
    RequestItem(
        "identity_and_place",
        "persons",
        lambda _content: ("persons",),
        _concerned,
        elsewhere=lambda content: bool(_answered(content, *ABOUT_PERSONS)),
    ),
    _of_texts("purpose", "facts", "purpose", is_needed=_always),
    RequestItem(
        "legal_basis",
        "basis",
        lambda _content: ("treaties",),
        lambda content: (content.treaties, *_texts(content, "basis")),
        elsewhere=lambda content: content.has("basis"),
    ),
    _of_texts("text_of_law", "case", "law"),
    _of_texts("reasons_for_urgency", "conditions", "urgency", is_asked=lambda content: content.is_urgent),
    RequestItem(
        "limits_of_use",
        "conditions",
        lambda _content: ("assurances:use",),
        lambda content: ("use" in content.assurances, *_answered(content, *ABOUT_USE)),
        elsewhere=lambda content: bool(_answered(content, *ABOUT_USE)),
    ),
    _of_texts("contact_person", "parties", "contact"),
)
