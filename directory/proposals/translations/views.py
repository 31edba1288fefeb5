"""Pages of translations: the list of entries, and the texts of an entry side by side."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.errors import NotFound
from directory.i18n import LANGUAGES, current_language
from directory.models import Proposal
from directory.paging import page_number
from directory.proposals import service
from directory.proposals.collected_changes import CollectedChanges
from directory.proposals.decisions import require_state
from directory.proposals.edits import translated_into
from directory.proposals.field_types import one
from directory.proposals.permissions import require_author
from directory.proposals.queries import edits_of
from directory.proposals.queries import get as get_proposal
from directory.proposals.refused_proposals import get_refused, refused_before
from directory.proposals.translations import forms, queries
from directory.proposals.translations.editor_page import editor
from directory.proposals.translations.forms import TranslationForm
from directory.proposals.translations.presenters import ALL, TranslationFilter, list_page
from directory.transaction import committing
from directory.vocabulary.proposals import TRANSLATION_STATES, ProposalState, TranslationState

blueprint = Blueprint("translations", __name__)
Answer = str | Response | tuple[str, int]


@blueprint.get("/proposals/translations")
@permits(Action.PROPOSE)
def index() -> str:
    """Show the entries that have texts to translate."""
    page = list_page(current_viewer(), _asked(), page_number(request.args), current_language())
    return render_template("proposals/translations.html", page=page)


@blueprint.get("/proposals/translations/<kind>/<key>")
@permits(Action.PROPOSE)
def show(kind: str, key: str) -> str:
    """Show the texts of an entry in two languages, side by side. If the address names no language to translate into,
    the language of the page is used. If nothing can be translated into this language, the first language that lacks a
    translation is used.

    If the person typed translations into another language before, they are stored in a proposal. The query parameter
    `kept` is the id of that proposal.
    """
    form = _form(kind, key, _into())
    if "into" not in request.args and not form.texts:
        form = _form(kind, key, queries.first_missing(form.viewer, form.entry) or form.into)
    unfinished, refused = _unfinished(form), _refused(form)
    kept = request.args.get("kept")
    kept_in = get_proposal(form.viewer, kept).id if kept else ""
    return _page(forms.start(form, unfinished or refused), {}, unfinished, kept_in)


@blueprint.post("/proposals/translations/<kind>/<key>")
@permits(Action.PROPOSE)
def propose(kind: str, key: str) -> Answer:
    """Store the typed translations in the unfinished proposal of the query parameter `proposal`, or in a new proposal.

    The button for other languages shows the form in the chosen languages. If the language to translate into stays the
    same, typed translations stay in the form. If this language changes, typed translations are stored first.
    """
    form = _form(kind, key, _into())
    unfinished, found = _unfinished(form), forms.collect(form)
    chosen = _known(request.form.get("into", form.into)) if "apply" in request.form else ""
    if chosen == form.into:
        return _page(form, {}, unfinished)
    if chosen and not found.edits:
        return _page(forms.started_into(form, _form(kind, key, chosen)), {})
    if found.faults:
        return _page(form, found.faults, unfinished), 400
    proposal_id = _stored(form, unfinished, found)
    if chosen:
        asked: dict[str, Any] = {"into": chosen, "from": form.source, "kept": proposal_id}
        return redirect(url_for(".show", kind=kind, key=key, **asked), 303)
    return redirect(url_for("proposals.show", proposal_id=proposal_id), 303)


def _stored(form: TranslationForm, unfinished: Proposal | None, found: CollectedChanges) -> str:
    note, refused = one(form.raw, forms.NOTE), _refused(form)
    follows = refused.id if refused is not None else ""
    with committing():
        if unfinished is None:
            unfinished = service.propose(form.viewer, form.entry.entry_key, found.sound, note=note, follows=follows)
        else:
            unfinished.note = note
            service.save(form.viewer, unfinished, form.entry.key, found.sound, {})
    return unfinished.id


def _asked() -> TranslationFilter:
    viewer = current_viewer()
    standing = request.args.get("standing", TranslationState.MISSING)
    if standing != ALL and standing not in TRANSLATION_STATES:
        raise NotFound
    return TranslationFilter(
        _into(), request.args.get("state", viewer.jurisdiction), "" if standing == ALL else TranslationState(standing)
    )


def _into() -> str:
    return _known(request.args.get("into", current_language()))


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise NotFound
    return language


def _form(kind: str, key: str, into: str) -> TranslationForm:
    viewer = current_viewer()
    entry = queries.get_entry(viewer, kind, key)
    raw = {name: request.form.getlist(name) for name in request.form}
    texts = queries.read_texts(viewer, [entry])[entry.entry_key]
    texts = [text for text in texts if text.standing(into) is not None]
    return TranslationForm(viewer, entry, into, request.values.get("from", ""), texts, raw)


def _unfinished(form: TranslationForm) -> Proposal | None:
    asked = request.args.get("proposal")
    if not asked:
        return None
    proposal = _of_form(form, get_proposal(form.viewer, asked))
    require_author(form.viewer, proposal)
    require_state(proposal, ProposalState.UNFINISHED)
    return proposal


def _refused(form: TranslationForm) -> Proposal | None:
    """Return the refused proposal to correct, or None if there is no query parameter `follows` with its id."""
    asked = request.args.get("follows")
    return _of_form(form, get_refused(form.viewer, asked, form.entry.entry_key)) if asked else None


def _of_form(form: TranslationForm, proposal: Proposal) -> Proposal:
    if proposal.entry_key != form.entry.entry_key or translated_into(edits_of(proposal)) != form.into:
        raise NotFound
    return proposal


def _page(
    form: TranslationForm, errors: Mapping[str, Any], unfinished: Proposal | None = None, kept_in: str = ""
) -> str:
    page = editor(form, errors, current_language())
    continued = unfinished.id if unfinished is not None else None
    follows = unfinished.follows_id if unfinished is not None else request.args.get("follows")
    refused = refused_before(form.viewer, follows if form.into == _into() else None)
    return render_template("proposals/translate.html", page=page, continued=continued, kept_in=kept_in, refused=refused)
