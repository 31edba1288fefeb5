"""Builds the form of each part of a draft from DRAFT_PARTS, with texts in one language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from directory import i18n
from directory.access.viewer import Viewer
from directory.atlas.joint_question import MOST_FURTHER
from directory.drafts import choices
from directory.drafts.content import DraftContent, person_field
from directory.drafts.forms.base import PartForm
from directory.drafts.forms.fields import TEXT, answer_of, box, one_of, some_of, text, truth, years, yes_or_no
from directory.drafts.forms.persons import NATIONALITY, ROLE, PersonsForm, person_fields
from directory.drafts.queries import assurances
from directory.drafts.queries.desk_answers import DeskAnswer
from directory.drafts.queries.draft_items import list_asked, needed_fields
from directory.drafts.queries.findings import find
from directory.drafts.request_items import CHOSEN
from directory.sentences import labelled, with_source
from directory.treaties.citations import citation, cited_titles
from directory.vocabulary import DRAFT_PARTS, MEASURES, QUESTIONS

ANSWERS = ("is_transnational", "is_organized")
Fields = dict[str, Any]


def part_form(
    viewer: Viewer,
    part: str,
    content: DraftContent,
    typed: Mapping[str, str],
    version: int,
    language: str,
    *,
    answers: Sequence[DeskAnswer] = (),
    has_new_person: bool = True,
) -> PartForm:
    """Return the form of a part, filled in from the draft, with texts in `language`. `version` is the version that the
    page shows.

    `typed` are values from the browser. If they name States, the form offers the authorities of these States; otherwise
    it offers the authorities of the draft's States. The form of the persons has fields for one more person if
    `has_new_person` is true or the draft has no persons.
    """
    fields = _CHOSEN[part](viewer, content, typed) if part in _CHOSEN else {}
    if part == "persons":
        fields |= person_fields(content, has_new=has_new_person or not content.persons)
    fields |= {f"{TEXT}{name}": made for name, made in _texts(viewer, part, content)}
    made = type("Form", (PersonsForm if part == "persons" else PartForm,), fields)
    held = {name: _held(content, name) for name in fields if hasattr(content, name)}
    held |= {name: content.text(name.removeprefix(TEXT), language) for name in fields if name.startswith(TEXT)}
    held |= {f"{ROLE}{one.number}": one.role for one in content.persons}
    held |= {f"{NATIONALITY}{one.number}": one.nationality for one in content.persons}
    form: PartForm = made(data=held | {"seen": str(version)})
    _drop_what_is_of_another_state(form)
    form.needed = needed_fields(list_asked(viewer, content, i18n.current_language(), answers)[0], content)
    _mark_needed(form)
    return form


def apply_form(form: PartForm, content: DraftContent, language: str) -> DraftContent:
    """Return the draft with the changes of the form. Texts about measures and persons that the draft no longer has are
    dropped."""
    chosen = {name: _taken(name, form[name].data) for name in form.data if hasattr(content, name)}
    if isinstance(form, PersonsForm):
        chosen["persons"] = tuple(form.persons())
    texts = {name.removeprefix(TEXT): field.data for name, field in form._fields.items() if name.startswith(TEXT)}
    return _without_orphaned_texts(replace(content, **chosen).with_texts(texts, language))


def _parties(viewer: Viewer, content: DraftContent, typed: Mapping[str, str]) -> Fields:
    language = i18n.current_language()
    states = choices.states(language)
    asking, asked = (typed.get(name, getattr(content, name)) for name in ("requesting", "requested"))
    between = replace(content, requesting=asking, requested=asked)
    fields = {
        "requesting": one_of(_("Requesting State"), states),
        "requesting_authority": one_of(
            _("Requesting authority"),
            choices.requesting_authorities(viewer, asking, content.requesting_authority, language),
        ),
        "requested": one_of(_("Requested State"), states),
        "requested_authority": one_of(
            _("Requested authority"),
            choices.addressees(viewer, between, language),
            _("The authorities of the State that was chosen when this page was opened."),
        ),
    }
    return fields | (_team(content, language) if content.is_joint else {})


def _team(content: DraftContent, language: str) -> Fields:
    hint = _(
        "Each of them is named in the document with who may sign. For States that are not listed begin a new draft."
    )
    return {"others": some_of(_("Further States of the team"), choices.team(content, language), hint, MOST_FURTHER)}


def _case(_viewer: Viewer, content: DraftContent, _typed: Mapping[str, str]) -> Fields:
    laws = choices.laws(content, i18n.current_language())
    no_law = _("The library has no law of the requesting State yet. Write it below, and tell your coordinator.")
    return {
        "offence": one_of(_("Offence"), choices.offences()),
        "max_penalty_years": years(_("Maximum penalty in years"), _("UNTOC calls four years or more a serious crime.")),
        "is_transnational": yes_or_no(_("Does it reach into more than one State?")),
        "is_organized": yes_or_no(_("Does it involve an organized criminal group?")),
        "stage": one_of(_("Stage"), choices.stages()),
        "laws": some_of(_("Laws in the library"), laws, "" if laws else no_law),
    }


def _basis(viewer: Viewer, content: DraftContent, _typed: Mapping[str, str]) -> Fields:
    found = choices.treaties(viewer, content, i18n.current_language())
    hint = _("The treaties that cover the measures and the offence of this draft, in the order of use.")
    nothing = _(
        "No treaty is known to cover these measures between the two States. Name another basis below, or"
        " ask the desk first."
    )
    return {"treaties": some_of(_("Treaties"), found, hint if found else nothing)}


def _measures(_viewer: Viewer, _content: DraftContent, _typed: Mapping[str, str]) -> Fields:
    hint = _("Several may be asked for in one request. What each needs is asked below once it is chosen.")
    return {"measures": some_of(_("Measures"), choices.measures(), hint)}


def _conditions(viewer: Viewer, content: DraftContent, _typed: Mapping[str, str]) -> Fields:
    language = i18n.current_language()
    cited = assurances.articles_of(find(viewer, content, language), content, cited_titles(viewer, language))
    clauses = [
        (code, labelled(one.label, with_source(str(one.clause), cited.get(code, ""))))
        for code, one in assurances.offered(content).items()
    ]
    return {"is_urgent": box(_("This is urgent")), "assurances": some_of(_("Assurances"), clauses)}


_CHOSEN: Mapping[str, Callable[[Viewer, DraftContent, Mapping[str, str]], Fields]] = {
    "parties": _parties,
    "case": _case,
    "basis": _basis,
    "measures": _measures,
    "conditions": _conditions,
}


def _texts(viewer: Viewer, part: str, content: DraftContent) -> Iterator[tuple[str, Any]]:
    titles = cited_titles(viewer, i18n.current_language())
    for one in DRAFT_PARTS[part].fields:
        yield one.code, text(one.label, one.hint, is_line=one.is_line)
    if part == "measures":
        for measure in content.measures:
            for question, name in content.question_fields(measure):
                label = labelled(MEASURES.label(measure), QUESTIONS.label(question))
                yield name, text(label, citation(QUESTIONS[question].source, titles))


def _held(content: DraftContent, name: str) -> Any:
    value = getattr(content, name)
    return answer_of(value) if name in ANSWERS else list(value) if isinstance(value, tuple) else value


def _taken(name: str, value: Any) -> Any:
    if name in ANSWERS:
        return truth(value)
    return tuple(value) if isinstance(value, list) else value


def _without_orphaned_texts(content: DraftContent) -> DraftContent:
    questions = {name for measure in content.measures for _question, name in content.question_fields(measure)}
    kept = questions | {person_field(one) for one in content.persons}
    texts = {name: found for name, found in content.texts.items() if "." not in name or name in kept}
    return replace(content, texts=texts)


def _mark_needed(form: PartForm) -> None:
    """Set `flags.needed` of each field of a mandatory item to the sources that ask for the item. The form still accepts
    these fields if they are empty."""
    for name, cited in form.needed.items():
        chosen = name.partition(":")[0]
        field = form._fields.get(chosen if chosen in CHOSEN else f"{TEXT}{name}")
        if field is not None:
            field.flags.needed = cited


def _drop_what_is_of_another_state(form: PartForm) -> None:
    for name in ("requesting_authority", "requested_authority"):
        if name in form._fields and form[name].data not in {one.value for one in form[name].choices}:
            form[name].data = ""
