"""Outlines of drafts as JSON, with the comments on their items."""

from typing import Any

from directory.api.document.common_schemas import NUMBER
from directory.api.document.operations import FLAG, INSTANT, Schema, ref
from directory.api.document.schemas import TEXT, array, closed_object
from directory.consultations.presenters.outlines import CommentLine, OutlineItemLine, OutlineLine
from directory.vocabulary import CHECKLIST_ITEMS, ITEM_VERDICTS, MEASURES, TOPICS


def outline_schemas() -> dict[str, Schema]:
    """Return the schemas of an outline, its items and comments, by name."""
    item = {
        "number": NUMBER,
        "code": {"enum": [*CHECKLIST_ITEMS, None], "description": "Of an item of requests."},
        "topic": {"enum": [*TOPICS, None], "description": "Of a rule of the asked State; `label` is what it says."},
        "label": TEXT,
        "language": TEXT | {"description": "Of the label."},
        "source": TEXT,
        "is_there": FLAG,
        "is_mandatory": FLAG,
        "comment": {"anyOf": [ref("OutlineComment"), {"type": "null"}]},
    }
    comment = {
        "verdict": {"enum": [*ITEM_VERDICTS, None], "description": "null: an earlier comment was taken back."},
        "label": TEXT,
        "text": TEXT,
        "language": TEXT,
        "office": TEXT,
        "at": INSTANT,
    }
    outline = {
        "number": NUMBER,
        "measures": {"type": "array", "items": {"enum": list(MEASURES)}},
        "treaties": {"type": "array", "items": TEXT, "description": "Their ids."},
        "items": array("OutlineItem"),
    }
    return {
        "ConsultationOutline": closed_object(outline) | {"description": "Of what a draft holds: never what it says."},
        "OutlineItem": closed_object(item),
        "OutlineComment": closed_object(comment),
    }


def serialize_outline(outline: OutlineLine) -> dict[str, Any]:
    """Return an outline as JSON (the schema `ConsultationOutline`), each item with its latest comment."""
    return {
        "number": outline.number,
        "measures": list(outline.codes),
        "treaties": [link.key for link in outline.treaties],
        "items": [serialize_item(one) for one in outline.items],
    }


def serialize_item(item: OutlineItemLine) -> dict[str, Any]:
    """Return an item as JSON, with its comment if there is one."""
    return {
        "number": item.number,
        "code": item.code or None,
        "topic": item.topic or None,
        "label": item.label.text,
        "language": item.label.language,
        "source": item.source,
        "is_there": item.is_there,
        "is_mandatory": item.is_mandatory,
        "comment": _comment(item.comment) if item.comment else None,
    }


def _comment(said: CommentLine) -> dict[str, Any]:
    return {
        "verdict": said.verdict or None,
        "label": said.label,
        "text": said.text,
        "language": said.language,
        "office": said.who.office.text,
        "at": said.at.iso,
    }
