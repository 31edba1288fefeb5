"""Turns bodies with sentences of the phrasebook into form data."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from directory.api.bodies import UNKNOWN, body_as_form_data
from directory.errors import BodyRefused
from directory.phrasebook.sentences import PHRASES

PHRASES_FIELD = "phrases"


def said_as_form_data(body: Mapping[str, Any]) -> MultiDict[str, str]:
    """Return a body as form data. Each sentence of `phrases` becomes a value of this field, each of its slots a field
    of its own. Raises BodyRefused for a slot that its sentence does not have."""
    sent = body_as_form_data({name: value for name, value in body.items() if name != PHRASES_FIELD})
    for number, phrase in enumerate(body.get(PHRASES_FIELD, ())):
        sent.add(PHRASES_FIELD, phrase["id"])
        known = PHRASES[phrase["id"]].slots if phrase["id"] in PHRASES else ()
        for name, value in phrase.get("slots", {}).items():
            if name not in known:
                raise BodyRefused({f"{PHRASES_FIELD}/{number}/slots/{name}": [UNKNOWN]})
            sent.add(f"{PHRASES_FIELD}-{number}-{name}", value)
    return sent
