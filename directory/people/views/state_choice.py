"""What the views of people share: the choice of a State."""

from typing import Any

from flask import render_template, request

from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.people import choices
from directory.people.queries.accounts import NOWHERE

# The value of an address for "no State": a coordinator of a network wherever it is, or an administrator.
NO_STATE = "none"


def chosen_state(viewer: Viewer, language: str, *, otherwise: str = "") -> str | None:
    """Return the State that the address names, or `otherwise`, or the only one there is; empty for "no State".

    None if it is still to be chosen.
    """
    codes = [code for code, _name in choices.states(viewer, language)]
    asked = request.args.get("jurisdiction", otherwise)
    if asked == NO_STATE and may(viewer, Action.ADMINISTER, NOWHERE):
        return ""
    if asked in codes:
        return asked
    return codes[0] if len(codes) == 1 else None


def state_page(viewer: Viewer, language: str, title: Any) -> str:
    """Return the page that asks for the State, on which all other choices depend."""
    none = NO_STATE if may(viewer, Action.ADMINISTER, NOWHERE) else ""
    return render_template(
        "people/choose_state.html", title=title, states=choices.states(viewer, language), no_state=none
    )
