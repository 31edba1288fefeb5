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
from directory.proposals.decisions import require_state
from directory.proposals.edits import translated_into
from directory.proposals.field_types import one
from directory.proposals.permissions import require_author
from directory.proposals.queries import edits_of
from directory.proposals.queries import get as get_proposal
from directory.proposals.translations import forms, queries
from directory.proposals.translations.editor_page import editor
from directory.proposals.translations.forms import TranslationForm
from directory.proposals.translations.presenters import ALL, TranslationFilter, list_page
from directory.transaction import committing
from directory.vocabulary.proposals import TRANSLATION_STATES, ProposalState, TranslationState

blueprint = Blueprint("translations", __name__)


@blueprint.get("/proposals/translations")
@permits(Action.PROPOSE)
def index() -> str:
    """Show the entries that have texts to translate."""
    page = list_page(current_viewer(), _asked(), page_number(request.args), current_language())
    return render_template("proposals/translations.html", page=page)


@blueprint.get("/proposals/translations/<kind>/<key>")
@permits(Action.PROPOSE)
def show(kind: str, key: str) -> str:
    """Show the texts of an entry in two languages, side by side."""
    form = _form(kind, key)
    return _page(forms.start(form, _unfinished(form)), {})


@blueprint.post("/proposals/translations/<kind>/<key>")
@permits(Action.PROPOSE)
def propose(kind: str, key: str) -> str | Response | tuple[str, int]:
    """Store the typed translations in an unfinished proposal: the proposal in the query parameter `proposal`, or a new
    one."""
    form = _form(kind, key)
    unfinished, found = _unfinished(form), forms.collect(form)
    if found.faults:
        return _page(form, found.faults), 400
    note = one(form.raw, forms.NOTE)
    with committing():
        if unfinished is None:
            unfinished = service.propose(form.viewer, form.entry.entry_key, found.sound, note=note)
        else:
            unfinished.note = note
            service.save(form.viewer, unfinished, form.entry.key, found.sound, {})
    return redirect(url_for("proposals.show", proposal_id=unfinished.id), 303)


def _asked() -> TranslationFilter:
    viewer = current_viewer()
    standing = request.args.get("standing", TranslationState.MISSING)
    if standing != ALL and standing not in TRANSLATION_STATES:
        raise NotFound
    return TranslationFilter(
        _into(), request.args.get("state", viewer.jurisdiction), "" if standing == ALL else TranslationState(standing)
    )


def _into() -> str:
    into = request.args.get("into", current_language())
    if into not in LANGUAGES:
        raise NotFound
    return into


def _form(kind: str, key: str) -> TranslationForm:
    viewer = current_viewer()
    entry = queries.get_entry(viewer, kind, key)
    into, raw = _into(), {name: request.form.getlist(name) for name in request.form}
    texts = queries.read_texts(viewer, [entry])[entry.entry_key]
    texts = [text for text in texts if text.standing(into) is not None]
    return TranslationForm(viewer, entry, into, request.args.get("from", ""), texts, raw)


def _unfinished(form: TranslationForm) -> Proposal | None:
    asked = request.args.get("proposal")
    if not asked:
        return None
    proposal = get_proposal(form.viewer, asked)
    if proposal.entry_key != form.entry.entry_key or translated_into(edits_of(proposal)) != form.into:
        raise NotFound
    require_author(form.viewer, proposal)
    require_state(proposal, ProposalState.UNFINISHED)
    return proposal


def _page(form: TranslationForm, errors: Mapping[str, Any]) -> str:
    page = editor(form, errors, current_language())
    return render_template("proposals/translate.html", page=page)
