"""Proposals as JSON, with only values that the viewer may read."""

from typing import Any

from directory.access.viewer import Viewer
from directory.api.document.operations import FLAG, INSTANT, Schema
from directory.api.document.schemas import TEXT, array, closed_object
from directory.clock import as_utc
from directory.models import Proposal
from directory.models.change import MODELS_BY_KIND
from directory.proposals.diffs import DiffLine, DiffSide
from directory.proposals.edits import EditAction
from directory.proposals.presenters import AmendmentLine, ProposalLine, ProposalPage, page
from directory.vocabulary.proposals import PROPOSAL_STATES

STEPS = ("edit", "submit", "decide", "undo")


def proposal_schemas() -> dict[str, Schema]:
    """Return the schemas of proposals and their changes, by name."""
    line = {
        "id": TEXT,
        "name": TEXT | {"description": "What the entry is called, or would be."},
        "kind_label": TEXT,
        "state": TEXT | {"enum": list(PROPOSAL_STATES)},
        "state_label": TEXT,
        "author": TEXT | {"description": "Empty for an office that answered by its link."},
        "changed_at": INSTANT,
        "count": {"type": "integer", "minimum": 0, "description": "How many changes it makes."},
    }
    whole = {
        "entry": closed_object({"kind": TEXT | {"enum": list(MODELS_BY_KIND)}, "id": TEXT, "is_new": FLAG}),
        "note": TEXT,
        "reason": TEXT | {"description": "Why it was refused."},
        "reviewer": TEXT,
        "undoes": TEXT | {"description": "The id of the proposal that it takes back."},
        "follows": TEXT | {"description": "The id of the refused proposal that it corrects."},
        "changes": array("ProposedChange"),
        "amendments": array("SourceAmendment"),
        "has_conflict": FLAG | {"description": "What it would change has changed since it was written."},
        "may": {"type": "array", "items": {"enum": list(STEPS)}, "description": "What you may do with it now."},
    }
    return {
        "ProposalInList": closed_object(line),
        "Proposal": closed_object(line | whole),
        "ProposedChange": _change(),
        "SourceAmendment": _amendment(),
    }


def serialize_line(line: ProposalLine) -> dict[str, Any]:
    """Return a proposal as JSON for a list (the schema `ProposalInList`), without its edits."""
    return {
        "id": line.id,
        "name": line.entry,
        "kind_label": line.kind_label,
        "state": line.state,
        "state_label": line.state_label,
        "author": line.author,
        "changed_at": as_utc(line.changed_at).isoformat(),
        "count": line.count,
    }


def serialize_proposal(viewer: Viewer, proposal: Proposal, language: str) -> dict[str, Any]:
    """Return one proposal as JSON (the schema `Proposal`). An edit that the viewer may not read has no values."""
    shown = page(viewer, proposal, language)
    return {
        **serialize_line(shown.line),
        "entry": {"kind": proposal.kind, "id": proposal.key, "is_new": shown.is_new},
        "note": shown.note,
        "reason": shown.reason,
        "reviewer": shown.reviewer,
        "undoes": shown.undoes,
        "follows": shown.follows,
        "changes": [_write_change(row.action, row.kind_label, line) for row in shown.rows for line in row.lines],
        "amendments": [_write_amendment(one) for one in shown.amendments],
        "has_conflict": shown.has_conflict,
        "may": [step for step in STEPS if _may(shown, step)],
    }


def _may(shown: ProposalPage, step: str) -> bool:
    return bool(getattr(shown, f"can_{step}"))


def _amendment() -> Schema:
    return closed_object(
        {
            "label": TEXT,
            "at": INSTANT,
            "by": TEXT | {"description": "The reviewer who amended the source."},
            "sources": {"type": "array", "items": TEXT},
            "source_date": TEXT,
        }
    ) | {"description": "The source that a change had before a reviewer amended it, as far as you may read it."}


def _write_amendment(line: AmendmentLine) -> dict[str, Any]:
    return {
        "label": line.label,
        "at": line.at.isoformat(),
        "by": line.by,
        "sources": list(line.before.sources) if line.before else [],
        "source_date": line.before.source_date if line.before else "",
    }


def _change() -> Schema:
    return closed_object(
        {
            "number": {"type": "integer", "minimum": 0, "description": "Its place among the changes."},
            "act": TEXT | {"enum": list(EditAction)},
            "kind_label": TEXT,
            "label": TEXT,
            "language": TEXT | {"description": "Of a text, the language that is changed."},
            "is_readable": FLAG | {"description": "False where it is not for you: then nothing of it is said."},
            "before": TEXT,
            "after": TEXT,
            "now": {"type": ["string", "null"], "description": "What it holds now, where that has changed meanwhile."},
            "sources": {"type": "array", "items": TEXT},
            "source_date": TEXT,
            "confidence_label": TEXT,
            "verified_by": TEXT,
            "doubts": {"type": "array", "items": TEXT, "description": "What to look at twice."},
        }
    ) | {"description": "One detail, in words."}


def _write_change(action: str, kind_label: str, line: DiffLine) -> dict[str, Any]:
    is_readable = line.is_readable
    return {
        "number": line.number,
        "act": action,
        "kind_label": kind_label,
        "label": line.label,
        "language": line.language,
        "is_readable": is_readable,
        "before": _text(line.before),
        "after": _text(line.after),
        "now": _text(line.now) if line.now is not None and is_readable else None,
        "sources": list(line.sources) if is_readable else [],
        "source_date": line.source_date if is_readable else "",
        "confidence_label": line.confidence,
        "verified_by": line.verified_by,
        "doubts": list(line.doubts),
    }


def _text(side: DiffSide) -> str:
    return "".join(piece.text for piece in side.pieces)
