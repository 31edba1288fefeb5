"""The schemas that are not made from the details of entries: sources, pages of lists, problems, measures, search
results and changes."""

from directory.api.document.operations import FLAG, Schema, ref
from directory.api.document.schemas import (
    OPTIONAL_DATE,
    OPTIONAL_TEXT,
    TEXT,
    WARNINGS,
    array,
    closed_object,
    code_schemas,
    head,
    source_members,
)
from directory.focal_points.reachability_results import CONCLUSIVE_OUTCOMES
from directory.models.change import ChangeAction
from directory.vocabulary import ENDED_STATUSES, ENTRY_MARKS, KINDS

OPTIONAL_INSTANT: Schema = {"type": ["string", "null"], "format": "date-time"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
TRANSLATION: dict[str, Schema] = {
    "translated_from": OPTIONAL_TEXT | {"description": "The language that it was translated from."},
    "translated_by": OPTIONAL_TEXT | {"description": "The office that translated it, never a person."},
    "translated_on": OPTIONAL_DATE,
    "is_outdated": {"type": "boolean", "description": "The original has changed since this was translated."},
}


def frame_schemas() -> dict[str, Schema]:
    """Return the schemas of sources, pages of lists, problems, measures, search results and changes, by name."""
    measure = head("measure") | {"named_by": OPTIONAL_TEXT, "confidence": OPTIONAL_TEXT | {"enum": [None]}}
    return {
        **code_schemas(),
        "Wording": closed_object({"text": TEXT, **TRANSLATION, **source_members()}),
        "LastTest": closed_object(
            {
                "outcome": TEXT | {"enum": list(CONCLUSIVE_OUTCOMES), "description": "Of the last test of the line."},
                "tested_at": OPTIONAL_INSTANT,
                "answered_at": OPTIONAL_INSTANT | {"description": "When the line last answered a test."},
                "minutes": {"type": ["integer", "null"], "description": "Until that answer."},
                "is_exercise": FLAG | {"description": "The last test was part of an exercise."},
            }
        ),
        "Problem": _problem(),
        "MeasureInList": closed_object(measure),
        "Measure": closed_object(measure | {"requirements": array("Requirement")}),
        **_search(),
        **_changes(),
    }


def _problem() -> Schema:
    number: Schema = {"type": "integer"}
    properties = {"type": TEXT, "status": number, "title": TEXT, "detail": TEXT, "instance": TEXT}
    properties["errors"] = {
        "type": "object",
        "additionalProperties": {"type": "array", "items": TEXT},
        "description": "What is wrong with the values sent, by the place of the field in the body; the whole under ``.",
    }
    return {"type": "object", "properties": properties, "required": ["status", "title"], "description": "RFC 9457."}


def _search() -> dict[str, Schema]:
    found = head("") | {
        "kind": TEXT | {"enum": list(KINDS)},
        "kind_label": TEXT,
        "original_name": OPTIONAL_TEXT,
        "confidence": {"anyOf": [ref("Confidence"), {"type": "null"}]},
        "mark": {
            "enum": [*ENTRY_MARKS, None],
            "description": "`demonstration`: it is invented, and nobody answers there.",
        },
        "status": {"enum": [*ENDED_STATUSES, None], "description": "That it has ended; null for what stands."},
    }
    facet = closed_object({"value": TEXT, "label": TEXT, "count": NUMBER})
    results = {
        "items": array("Found"),
        "total": NUMBER,
        "page": NUMBER,
        "per_page": NUMBER,
        "facets": {"type": "object", "additionalProperties": {"type": "array", "items": facet}},
        "did_you_mean": OPTIONAL_TEXT | {"description": "The corrected text that was searched for instead."},
        "ignored": {"type": "array", "items": TEXT, "description": "Words left out because no entry has all words."},
        "warnings": WARNINGS,
        "answers": {"type": "array", "items": {"anyOf": [ref("AtlasAnswerLink"), ref("GuideAnswerLink")]}},
    }
    link = {
        "kind": TEXT | {"enum": ["atlas"]},
        "from": OPTIONAL_TEXT | {"description": "The requesting State, if the text names two States."},
        "to": TEXT,
        "measure": OPTIONAL_TEXT,
        "offence": OPTIONAL_TEXT,
        "url": TEXT,
        "call": {"anyOf": [ref("LineToCall"), {"type": "null"}]},
    }
    line = {
        "line": {"enum": ["desk", "office", None], "description": "Whose the line is; null if you may read none."},
        "means": OPTIONAL_TEXT,
        "value": OPTIONAL_TEXT | {"description": "The number or address to try first."},
        "is_domestic": {"type": ["boolean", "null"], "description": "Whether it is dialled inside the country only."},
        "languages": {"type": "array", "items": TEXT},
    }
    public = {"description": "What everybody may try first; null if the line above is that, or if nothing is."}
    office = {
        "kind": TEXT | {"enum": ["authority", "focal_point"]},
        "id": TEXT,
        "name": TEXT,
        "url": TEXT,
        "mark": {"enum": [*ENTRY_MARKS, None]},
        **line,
        "public": {"anyOf": [closed_object(line), {"type": "null"}]} | public,
    }
    step = {"label": TEXT, "offices": array("OfficeLine")}
    call = office | {
        "reachable": {"type": ["boolean", "null"], "description": "Whether the desk answers now; null for an office."},
        "steps_first": {"type": "boolean", "description": "Whether `steps` go first: nobody is on duty, or no number."},
        "steps": {"type": "array", "items": closed_object(step)},
        "time_zone": OPTIONAL_TEXT,
        "local_time": OPTIONAL_TEXT | {"description": "The time there, with its offset."},
    }
    guide = {
        "kind": TEXT | {"enum": ["guide"]},
        "code": TEXT,
        "title": TEXT,
        "text": TEXT,
        "url": TEXT | {"description": "A page of this site, or the public address of `institution`."},
        "institution": OPTIONAL_TEXT | {"description": "Whom to ask what is outside this directory."},
        "source": OPTIONAL_TEXT,
    }
    return {
        "OfficeLine": closed_object(office),
        "LineToCall": closed_object(call) | {"description": "Whom to call in the requested State."},
        "GuideAnswerLink": closed_object(guide) | {"description": "What the site does for a general word of the text."},
        "AtlasAnswerLink": closed_object(link) | {"description": "What the atlas answers for what the text names."},
        "Found": closed_object(found),
        "SearchResults": closed_object(results),
        "Suggested": closed_object(found | {"about": TEXT | {"description": "What tells it apart from the others."}}),
        "Suggestions": closed_object({"items": array("Suggested"), "warnings": WARNINGS}),
    }


def _changes() -> dict[str, Schema]:
    change = {
        "id": NUMBER,
        "kind": TEXT | {"enum": list(KINDS)},
        "key": TEXT,
        "action": TEXT
        | {
            "enum": list(ChangeAction),
            "description": "What became of the entry. A copy drops a deleted one.",
        },
        "changed_at": TEXT | {"format": "date-time"},
    }
    return {"Change": closed_object(change), "Changes": closed_object({"items": array("Change"), "next": NUMBER})}
