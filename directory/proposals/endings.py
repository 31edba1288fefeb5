"""Proposals to end an entry. People make them on a page or through the API."""

from collections.abc import Mapping
from typing import Any

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.models import Entry, FocalPoint, Proposal
from directory.models.details import EntryKey
from directory.proposals import queries, service
from directory.proposals.change_set import SUCCESSOR
from directory.proposals.edits import Edit, StatedProvenance
from directory.proposals.ending_forms import EndingForm
from directory.proposals.labels import entry_labels
from directory.proposals.successions import (
    CLOSED,
    LASTING,
    MERGED,
    REPLACED,
    RETIRED,
    RETIRING,
    ending,
    retiring,
    successors_of,
)
from directory.proposals.verifying_office import office_of


def get_to_end(viewer: Viewer, entry_key: EntryKey) -> Entry:
    """Return an entry whose end the viewer may propose.

    Raises NotFound if the entry cannot end, and NotPermitted if the entry is out of the viewer's scope.
    """
    entry = queries.get_entry(entry_key)
    if not isinstance(entry, (*LASTING, *RETIRING)):
        raise NotFound
    require(viewer, Action.PROPOSE, entry.place())
    return entry


def is_lasting(entry: Entry) -> bool:
    """Return whether an entry keeps its page after its end. Other entries are removed."""
    return isinstance(entry, LASTING)


def ending_form(entry: Entry, language: str, sent: Any = None, proposed: Mapping[str, str] | None = None) -> EndingForm:
    """Return the form that proposes the end of an entry, filled with the fields `sent`.

    If `sent` is None, the form is filled with the fields that the request submits, or with the values `proposed` if the
    request submits none.
    """
    form = EndingForm(sent) if sent is not None else EndingForm(data=proposed)
    successors = successors_of(entry) if is_lasting(entry) else []
    form.offer(entry_labels(successors, language), _ways(entry))
    return form


def proposed_end(proposal: Proposal) -> dict[str, str]:
    """Return form values from a proposal to end an entry. An EndingForm with these values makes the same proposal."""
    own = [edit for edit in queries.edits_of(proposal) if edit.entry_key == proposal.entry_key]
    given = own[0].given if own else StatedProvenance()
    return {
        "how": next((edit.ending for edit in own if edit.ending), RETIRED),
        "successor": next((edit.after or "" for edit in own if edit.detail == SUCCESSOR), ""),
        "source": " ".join(given.sources),
        "source_date": given.source_date,
        "note": proposal.note,
    }


def _ways(entry: Entry) -> tuple[str, ...]:
    if not is_lasting(entry):
        return (RETIRED,)
    # A desk cannot be merged, since it has nothing to pass on.
    return (CLOSED, REPLACED) if isinstance(entry, FocalPoint) else (CLOSED, REPLACED, MERGED)


def propose_end(viewer: Viewer, entry: Entry, form: EndingForm, follows: str = "") -> Proposal:
    """Store an unfinished proposal to end an entry. Arguments and errors are those of `service.propose`."""
    edits = _edits(viewer, entry, form)
    return service.propose(viewer, entry.entry_key, edits, note=form.note.data or "", follows=follows)


def _edits(viewer: Viewer, entry: Entry, form: EndingForm) -> list[Edit]:
    if not is_lasting(entry):
        return retiring(entry)
    return ending(entry, form.how.data, form.successor.data or "", _given(viewer, form))


def _given(viewer: Viewer, form: EndingForm) -> StatedProvenance:
    office = office_of(viewer) if form.is_verified.data else ""
    verified_on = clock.today() if office else None
    return StatedProvenance(
        (form.source.data.strip(),), (form.source_date.data or "").strip(), "sourced", verified_on, office
    )
