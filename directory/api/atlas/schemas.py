"""The JSON schemas of the atlas's answer for a request between two States."""

from typing import Any

from directory.api.document.operations import Schema, ref
from directory.api.document.schemas import TEXT, array, closed_object
from directory.vocabulary import (
    ANSWERS,
    BASIS_USES,
    CHANNELS,
    COVERS,
    DEPOSITARY_STATEMENTS,
    MEASURES,
    PHASES,
    RELEASE_TERMS,
    TERRITORIAL_EFFECTS,
    TOPIC_GROUPS,
    TOPICS,
    YIELDS,
)

DATE: Schema = {"type": "string", "format": "date"}
YES_OR_NO: Schema = {"type": "boolean"}
SOURCE: dict[str, Schema] = {
    "source": {"type": ["string", "null"]},
    "confidence": {"anyOf": [ref("Confidence"), {"type": "null"}]},
}
PLACE: dict[str, Schema] = {"kind": TEXT, "id": TEXT, "name": TEXT, "url": TEXT}
UNDER: dict[str, Schema] = {"under": {"type": ["string", "null"], "description": "Code of a treaty."}}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
DAY_OR_NULL: Schema = {"anyOf": [DATE, {"type": "null"}]}
SPAN: dict[str, Schema] = {"since": DAY_OR_NULL, "until": DAY_OR_NULL}
PHASE: Schema = {
    "anyOf": [TEXT | {"enum": list(PHASES)}, {"type": "null"}],
    "description": "The phase of the measure that needs it; null: the request itself.",
}
PARTS = ("address", "also", "executes", "receives_copy")


def atlas_schemas() -> dict[str, Schema]:
    """Return the schemas of the answer on a request between two States, by name."""
    texts: Schema = {"type": "array", "items": TEXT}
    statements = array("AtlasStatement")
    answer: dict[str, Schema] = {
        "from": TEXT,
        "to": TEXT,
        "measure": one_of(MEASURES),
        "law": {"type": ["string", "null"], "description": "Key of the law of the offence that was named."},
        "article": {"type": ["string", "null"], "description": "Its article, as it was written."},
        "on": DATE,
        "treaties": array("AtlasTreaty")
        | {"description": "Those to use in their order, then those that may not be used."},
        "without_treaty": statements,
        "authorities": array("AtlasAuthority"),
        "channels": array("AtlasChannel"),
        "languages": array("AtlasLanguage"),
        "language_rules": statements
        | {"description": "Rules of the leading treaties that name no language. They go before `languages`."},
        "language_laws": statements
        | {"description": "What the laws of both States say on languages beside those: first on requests sent."},
        "content": array("AtlasItem"),
        "rules": array("AtlasRules") | {"description": "What else holds, under the headings of requirement sheets."},
        "provisional_arrest": {"anyOf": [ref("AtlasArrest"), {"type": "null"}]}
        | {"description": "What provisional arrest costs in days; null: the request is not for extradition."},
        "consult": {"anyOf": [ref("AtlasDesk"), {"type": "null"}]},
        "urgent": {"anyOf": [ref("AtlasUrgent"), {"type": "null"}], "description": "null: the request is not urgent."},
        "warnings": texts,
        "next": texts | {"description": "The next best ways, the nearest first."},
    }
    parts = _law() | _ways() | _content()
    return {"AtlasAnswer": closed_object(answer)} | {name: closed_object(members) for name, members in parts.items()}


def _law() -> dict[str, dict[str, Schema]]:
    return {
        "AtlasTreaty": {
            "code": TEXT,
            "name": TEXT,
            "url": TEXT,
            "in_force_from": {"anyOf": [DATE, {"type": "null"}]},
            "computed": YES_OR_NO | {"description": "Whether the day follows from a deposit by the treaty's own rule."},
            "verified": YES_OR_NO | {"description": "Whether sources say that it binds both States."},
            "use": one_of(BASIS_USES),
            "use_label": TEXT,
            "leading": YES_OR_NO
            | {"description": "Whether its contents, channels, languages, grounds and deadlines govern the request."},
            "reason": TEXT,
            "declarations": array("AtlasStatement") | {"description": "What the requested State says under it."},
            "territories": array("AtlasTerritory")
            | {"description": "The territories to which it applies or does not apply, as stated."},
        },
        "AtlasTerritory": {
            "state": TEXT,
            "effect": one_of(TERRITORIAL_EFFECTS),
            "territories": {
                "type": "array",
                "items": TEXT,
                "description": "ISO 3166-1 codes, where there are any.",
            },
            "text": TEXT,
            "article": TEXT_OR_NULL,
        }
        | SPAN
        | SOURCE,
        "AtlasStatement": {
            "topic": one_of(TOPICS),
            "state": TEXT_OR_NULL | {"description": "Code of the State that says it; null: the treaty itself."},
            "answer": or_null(ANSWERS),
            "text": TEXT,
            "treaty": TEXT_OR_NULL | {"description": "Code of the treaty that it rests on."},
            "article": TEXT_OR_NULL,
            "statement": or_null(DEPOSITARY_STATEMENTS) | {"description": "Whether it was made to the depositary."},
            "phase": PHASE,
            "towards": TEXT_OR_NULL | {"description": "The only State that it holds towards."},
        }
        | SPAN
        | SOURCE,
        "AtlasRules": {"group": one_of(TOPIC_GROUPS), "label": TEXT, "statements": array("AtlasStatement")},
    }


def _ways() -> dict[str, dict[str, Schema]]:
    desk: dict[str, Schema] = {"network": TEXT, "cover": one_of(COVERS), "on_duty": {"type": ["boolean", "null"]}}
    return {
        "AtlasAuthority": PLACE | {"part": one_of(PARTS)} | UNDER,
        "AtlasDesk": PLACE | desk,
        "AtlasChannel": {
            "channel": one_of(CHANNELS),
            "label": TEXT,
            "lawful": one_of(ANSWERS),
            "yields": one_of(YIELDS),
            "reason": TEXT,
        },
        "AtlasUrgent": {
            "channels": {
                "type": "array",
                "items": one_of(CHANNELS),
                "description": "Open channels for urgent cases, as in `channels`.",
            },
            "rules": array("AtlasStatement") | {"description": "What else is known of urgent requests."},
            "in_writing": array("AtlasStatement") | {"description": "What must follow in writing; none: not known."},
        },
    }


def _content() -> dict[str, dict[str, Schema]]:
    return {
        "AtlasLanguage": {"code": TEXT, "name": TEXT, "reason": TEXT} | UNDER | SOURCE,
        "AtlasArrest": {
            "release_possible": or_null(RELEASE_TERMS),
            "release_due": or_null(RELEASE_TERMS),
            "text": TEXT,
        },
        "AtlasItem": {
            "item": TEXT,
            "code": {"type": ["string", "null"]},
            "mandatory": {"type": ["boolean", "null"], "description": "null: its source does not say."},
            "phase": PHASE,
            "source": {"type": ["string", "null"]},
        },
    }


def or_null(codes: Any) -> Schema:
    """Return the schema of a value that is one of `codes`, or null."""
    return {"anyOf": [one_of(codes), {"type": "null"}]}


def one_of(codes: Any) -> Schema:
    """Return the schema of a value that is one of `codes`."""
    return TEXT | {"enum": list(codes)}
