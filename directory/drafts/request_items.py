"""The items of a request, keyed by their codes in CHECKLIST_ITEMS. An item says in which fields it is written, and when
it is mandatory.

Most items come from UNTOC, art. 18(15) and (19). The others are the legal basis, the text of the law, the reasons for
urgency and the contact person.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from directory.drafts.content import DraftContent, person_field, question_field
from directory.vocabulary import ASSISTANCE, MEASURE_QUESTIONS, MEASURES, QUESTIONS

SERVICE = frozenset({"service_of_documents"})
# Questions about measures whose answers name the persons concerned.
ABOUT_PERSONS = ("whom", "claimants")
# Questions about measures whose answers limit the use of the evidence.
ABOUT_USE = ("limits",)
CHOSEN = {one.name for one in fields(DraftContent)} - {"texts"}
Names = tuple[str, ...]


def _always(_content: DraftContent) -> bool:
    return True


def _never(_content: DraftContent) -> bool:
    return False


def _sends_something(content: DraftContent) -> bool:
    return content.sends_something


def is_written(content: DraftContent, name: str) -> bool:
    """Return whether a field has a choice, or a text in any language. The name `assurances:use` stands for the choice
    `use` in the field `assurances`."""
    field, _, code = name.partition(":")
    if field not in CHOSEN:
        return content.has(name)
    chosen = getattr(content, field)
    return code in chosen if code else bool(chosen)


@dataclass(frozen=True)
class RequestItem:
    """An item and the part of the draft in which the item is written. The fields that hold functions take the draft's
    content.

    - An item is complete if all `fields` are filled in or `is_written_elsewhere` is true. If there are no fields, only
      a person can judge the item.
    - `is_usual`: the request needs the item whenever `applies` is true. Other items are needed only if a State or
      treaty of the draft asks for them.
    - `content_of`: returns the content of the item. Outlines store a digest of this content.
    """

    code: str
    part: str
    fields: Callable[[DraftContent], Names]
    content_of: Callable[[DraftContent], tuple[object, ...]]
    is_mandatory_if_it_applies: Callable[[DraftContent], bool] = _never
    applies: Callable[[DraftContent], bool] = _always
    is_written_elsewhere: Callable[[DraftContent], bool] = _never
    is_usual: bool = True

    def is_mandatory(self, content: DraftContent) -> bool:
        """Return whether UNTOC, art. 18, requires the item in this draft. Return False if the article does not govern
        the request (see `is_governed`)."""
        return self.applies(content) and self.is_mandatory_if_it_applies(content) and is_governed(content)

    def empty_fields(self, content: DraftContent) -> Names:
        """Return the names of the item's empty fields. Return an empty tuple if the item is written elsewhere in the
        draft."""
        if self.is_written_elsewhere(content):
            return ()
        return tuple(name for name in self.fields(content) if not is_written(content, name))

    def is_begun(self, content: DraftContent) -> bool:
        """Return whether the item has at least one filled-in field or is written elsewhere in the draft."""
        return len(self.empty_fields(content)) < len(self.fields(content))


def item_of(code: str) -> RequestItem | None:
    """Return the item with a code of CHECKLIST_ITEMS, or None if no field of a draft shows the item."""
    found = next((one for one in ITEMS if one.code == code), None)
    return found or (_of_question(code, code) if code in QUESTIONS else None)


def is_governed(content: DraftContent) -> bool:
    """Return whether UNTOC art. 18 governs the request. This is so if a measure is legal assistance, or if the draft
    has no measures yet."""
    return not content.measures or any(MEASURES[code].family in ASSISTANCE for code in content.measures)


def _texts(content: DraftContent, *names: str) -> tuple[object, ...]:
    return tuple(content.texts.get(name) for name in names)


def _answered(content: DraftContent, *asked: str) -> tuple[object, ...]:
    names = [name for code in content.measures for question, name in content.question_fields(code) if question in asked]
    return tuple(filter(None, _texts(content, *names)))


def _needed_questions(content: DraftContent) -> Names:
    return tuple(question_field(code, one) for code in content.measures for one in MEASURE_QUESTIONS[code].needed)


def _sought(content: DraftContent) -> tuple[object, ...]:
    asked = [name for code in content.measures for _question, name in content.question_fields(code)]
    return content.measures, *_texts(content, *_needed_questions(content)), (asked, _texts(content, *asked))


def _concerned(content: DraftContent) -> tuple[object, ...]:
    own = _texts(content, *map(person_field, content.persons))
    return content.persons, *own, *_answered(content, *ABOUT_PERSONS)


def _of_question(code: str, question: str) -> RequestItem:
    """Return the request item for a question about measures. Its fields are the answers to the question: one field for
    each of the draft's measures to which the question belongs."""

    def names(content: DraftContent) -> Names:
        asked = (pair for measure in content.measures for pair in content.question_fields(measure))
        return tuple(name for one, name in asked if one == question)

    return RequestItem(code, "measures", names, lambda content: _texts(content, *names(content)), is_usual=False)


def _of_texts(code: str, part: str, *names: str, **when: Any) -> RequestItem:
    return RequestItem(code, part, lambda _content: names, lambda content: _texts(content, *names), **when)


# UNTOC, art. 18(15): a request for service of documents alone needs no facts (c); persons are named if possible (e).
ITEMS = (
    RequestItem(
        "requesting_authority",
        "parties",
        lambda _content: ("requesting_authority",),
        lambda content: (content.requesting_authority,),
        _always,
    ),
    RequestItem(
        "requested_authority",
        "parties",
        lambda _content: ("requested_authority",),
        lambda content: (content.requested_authority,),
        is_usual=False,
    ),
    _of_texts("subject_and_nature", "case", "subject", "body", is_mandatory_if_it_applies=_always),
    _of_texts(
        "summary_of_facts",
        "facts",
        "facts",
        is_mandatory_if_it_applies=lambda content: set(content.measures) != SERVICE,
    ),
    RequestItem(
        "assistance_sought", "measures", lambda content: ("measures", *_needed_questions(content)), _sought, _always
    ),
    RequestItem(
        "identity_and_place",
        "persons",
        lambda _content: ("persons",),
        _concerned,
        is_written_elsewhere=lambda content: bool(_answered(content, *ABOUT_PERSONS)),
    ),
    _of_texts("purpose", "facts", "purpose", is_mandatory_if_it_applies=_always, applies=_sends_something),
    RequestItem(
        "legal_basis",
        "basis",
        lambda _content: ("treaties",),
        lambda content: (content.treaties, *_texts(content, "basis")),
        is_written_elsewhere=lambda content: content.has("basis"),
    ),
    _of_texts("damage", "case", "damage", is_usual=False),
    _of_texts("text_of_law", "case", "law"),
    _of_question("court_decision", "court_order"),
    _of_texts("time_limit", "conditions", "time_limit", is_usual=False),
    _of_texts("reasons_for_urgency", "conditions", "urgency", applies=lambda content: content.is_urgent),
    RequestItem(
        "limits_of_use",
        "conditions",
        lambda _content: ("assurances:use",),
        lambda content: ("use" in content.assurances, *_answered(content, *ABOUT_USE)),
        applies=_sends_something,
        is_written_elsewhere=lambda content: bool(_answered(content, *ABOUT_USE)),
    ),
    RequestItem(
        "confidentiality",
        "conditions",
        lambda _content: ("confidentiality",),
        lambda content: ("confidentiality" in content.assurances, *_texts(content, "confidentiality")),
        is_written_elsewhere=lambda content: "confidentiality" in content.assurances,
        is_usual=False,
    ),
    _of_texts("contact_person", "parties", "contact"),
)
