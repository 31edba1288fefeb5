"""The endpoint `phrases`: the sentences of the phrasebook in one language."""

from typing import Any

from flask import Blueprint, Response

from directory.api.answers import list_answer
from directory.api.document.operations import Operation, Schema, list_of
from directory.api.document.schemas import TEXT, closed_object
from directory.phrasebook.phrase import Phrase, Speaker
from directory.phrasebook.sentences import GROUP_OF, GROUPS, PHRASES
from directory.phrasebook.slots import SLOTS
from directory.phrasebook.wording import with_slots

blueprint = Blueprint("api_phrases", __name__)
OPERATIONS = (
    Operation(
        "/phrases",
        "listPhrases",
        "The sentences of the phrasebook, all on one page, in the order of a dialogue.",
        list_of("Phrase"),
    ),
)


def phrase_schemas() -> dict[str, Schema]:
    """Return the schemas of a sentence and of a sentence with its slots filled in, by name."""
    kinds = {slot.kind.code: slot.kind.example for slot in SLOTS.values()}
    slot = {
        "name": TEXT,
        "kind": TEXT
        | {
            "enum": list(kinds),
            "description": "; ".join(f"{kind}, such as `{example}`" for kind, example in kinds.items()),
        },
        "label": TEXT,
    }
    phrase = {
        "id": TEXT | {"description": "Stable, and never used for another sentence."},
        "group": TEXT | {"enum": list(GROUPS)},
        "group_label": TEXT,
        "speaker": TEXT | {"enum": list(Speaker)},
        "text": TEXT | {"description": "With the name of each slot in braces."},
        "slots": {"type": "array", "items": closed_object(slot)},
        "source": {
            "anyOf": [closed_object({"treaty": TEXT, "article": TEXT}), {"type": "null"}],
            "description": "The treaty and article that the sentence states.",
        },
    }
    said = {
        "id": TEXT,
        "slots": {"type": "object", "additionalProperties": TEXT, "description": "The value of each slot by its name."},
        "text": TEXT | {"description": "The sentence in the language of the answer."},
    }
    return {"Phrase": closed_object(phrase), "SaidPhrase": closed_object(said)}


@blueprint.get("/phrases")
def index() -> Response:
    """Return all sentences."""
    items = [_serialize(phrase) for phrase in PHRASES.values()]
    return list_answer({"items": items, "total": len(items), "page": 1, "per_page": len(items)})


def _serialize(phrase: Phrase) -> dict[str, Any]:
    group = GROUP_OF[phrase.id]
    return {
        "id": phrase.id,
        "group": group.code,
        "group_label": str(group.label),
        "speaker": phrase.speaker,
        "text": with_slots(phrase),
        "slots": [
            {"name": name, "kind": SLOTS[name].kind.code, "label": str(SLOTS[name].label)} for name in phrase.slots
        ],
        "source": {"treaty": phrase.source[0], "article": phrase.source[1]} if phrase.source else None,
    }
