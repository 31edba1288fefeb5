"""Starts the form of an existing entry, of a new entry, or of an unfinished proposal."""

from collections import Counter
from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from directory.access.current_viewer import current_viewer, require
from directory.access.entries_in_scope import keys_in_scope
from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Entry, Proposal, RequirementSheet, Rule
from directory.models.change import MODELS_BY_KIND
from directory.proposals.change_set import STATE
from directory.proposals.corrections import start_correction
from directory.proposals.entry_parts import PARTS
from directory.proposals.field_types import MOST_VALUES
from directory.proposals.former_values import fill_former
from directory.proposals.forms import EntryForm, start, take_step
from directory.proposals.narrow_forms import start_narrow
from directory.proposals.refused_proposals import get_refused
from directory.vocabulary import TOPICS

# Fields that name a step of the form and contain nothing about the entry.
NOT_KEPT = ("csrf_token", "save", "check", "add", "open", "remove", "keep", "whole")
# The fields that a link to the form of a new entry may fill.
MAY_BE_SET = ("jurisdiction_key", "network_key", "authority_key", "measure")
# What a link to the form of an existing entry may name: the one detail or part that is open (see `start_narrow`).
NARROWED_TO = ("part", "row", "detail")


def preselected(viewer: Viewer, asked: Mapping[str, str]) -> dict[str, str]:
    """Return the values to fill in for a new entry: those of the query parameters and, if no State is among them, the
    viewer's State."""
    own = {STATE: viewer.jurisdiction} if viewer.jurisdiction else {}
    return own | {name: value for name, value in asked.items() if value}


def start_form(viewer: Viewer, asked: Mapping[str, str]) -> tuple[EntryForm, int | None]:
    """Return a new form, and the number of the row that was opened or added (None if no row was).

    `asked` are the query parameters; `follows` is the id of a refused proposal to correct. Raises NotFound if the entry
    or detail is unknown, and NotPermitted if the entry is out of the viewer's scope.
    """
    model, entry = _asked(viewer, asked)
    if asked.get("follows"):
        return _correction(viewer, model, entry, asked["follows"]), None
    narrowed = {name: asked[name] for name in NARROWED_TO if asked.get(name)}
    if entry is not None and narrowed:
        form, opened = start_narrow(viewer, entry, **narrowed)
        if asked.get("act") and opened is not None:
            fill_former(form, opened, asked["act"])
        return form, opened
    form = start(viewer, model, entry, {name: asked[name] for name in MAY_BE_SET if asked.get(name)})
    return form, _add_rule(form, asked.get("topic", "")) if model is RequirementSheet else None


def entry_form(viewer: Viewer, asked: Mapping[str, str], sent: MultiDict[str, str]) -> EntryForm:
    """Return the form with the submitted fields `sent`. Raises the errors of `start_form`."""
    model, entry = _asked(viewer, asked)
    return EntryForm(viewer, model, entry.key if entry is not None else "", _kept(sent))


def saved_form(viewer: Viewer, proposal: Proposal, sent: MultiDict[str, str] | None = None) -> EntryForm:
    """Return the form of an unfinished proposal with the submitted fields `sent`. If `sent` is None, the form has the
    saved fields.

    Raises NotPermitted if the proposal's entry has left the viewer's scope.
    """
    model = MODELS_BY_KIND[proposal.kind]
    entry = db.session.get(model, proposal.key)
    if entry is not None:
        require(viewer, Action.PROPOSE, entry.place())
    raw = _kept(sent) if sent is not None else _bounded(proposal.form)
    return EntryForm(viewer, model, proposal.key if entry is not None else "", raw)


def kinds_in_form(kind: str) -> frozenset[str]:
    """Return the kinds of rows that the form of an entry of this kind changes, including the entry's own kind."""
    model = MODELS_BY_KIND[kind]
    return frozenset({kind, *(part.model.KIND for part in PARTS.get(model, ()) if not part.is_whole)})


def may_propose(kind: str, key: str) -> bool:
    """Return whether the viewer of the current page may propose a change of this entry."""
    return key in proposable(kind, [key])


def proposable(kind: str, keys: Collection[str]) -> frozenset[str]:
    """Return the keys in `keys` whose entries the viewer of the current page may propose to change.

    Keys without a stored entry of `kind` are left out.
    """
    viewer, model = current_viewer(), MODELS_BY_KIND[kind]
    if not may_somewhere(viewer, Action.PROPOSE):
        return frozenset()
    return frozenset(db.session.scalars(keys_in_scope(viewer, Action.PROPOSE, model).where(model.key.in_(keys))))


def _correction(viewer: Viewer, model: type[Entry], entry: Entry | None, follows: str) -> EntryForm:
    refused = get_refused(viewer, follows, (model.KIND, entry.key if entry is not None else ""))
    return start_correction(viewer, entry, refused)


def _add_rule(form: EntryForm, topic: str) -> int | None:
    if topic not in TOPICS:
        return None
    number = take_step(form, "add", Rule.KIND)
    form.raw[f"{number}-topic"] = [topic]
    form.raw[f"{number}-position"] = [str(_next_position(form.key))]
    return number


def _next_position(sheet: str) -> int:
    last = db.session.scalar(select(func.max(Rule.position)).where(Rule.sheet_key == sheet))
    return 0 if last is None else last + 1


def _asked(viewer: Viewer, asked: Mapping[str, str]) -> tuple[type[Entry], Entry | None]:
    model = MODELS_BY_KIND.get(asked.get("kind", ""))
    if model is None or model not in PARTS:
        raise NotFound
    entry = db.session.get(model, asked["key"]) if asked.get("key") else None
    if asked.get("key") and entry is None:
        raise NotFound
    if entry is not None:
        require(viewer, Action.PROPOSE, entry.place())
    return model, entry


def _kept(sent: MultiDict[str, str]) -> dict[str, list[str]]:
    return _bounded({name: sent.getlist(name) for name in sent if name not in NOT_KEPT})


def _bounded(raw: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the fields with at most MOST_VALUES + 1 values of a field, and languages of a text. This is one more than
    allowed, so that a later check still refuses the field."""
    languages: Counter[str] = Counter()
    kept = {}
    for name, values in raw.items():
        text, dot, _ = name.partition(".")
        languages[text] += bool(dot)
        # Beside a field for each language, a text has a field with the code of its original language.
        if languages[text] <= MOST_VALUES + 1:
            kept[name] = list(dict.fromkeys(values))[: MOST_VALUES + 1]
    return kept
