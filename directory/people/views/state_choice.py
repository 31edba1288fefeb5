"""The choice of a State, which several views about people have in common."""

from typing import Any

from flask import render_template, request

from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.people import choices
from directory.people.queries.accounts import NOWHERE

# The value in an address that means "no State". Administrators may have no State, and coordinators of a network in all
# States have none.
NO_STATE = "none"


def chosen_state(viewer: Viewer, language: str, *, otherwise: str = "") -> str | None:
    """Return the code of the chosen State, "" for "no State", or None if the viewer must still choose.

    The choice is the query parameter `jurisdiction`, or `otherwise` if the parameter is missing. If the choice is empty
    or not allowed, and the viewer may choose only one State, return the code of that State.
    """
    codes = [code for code, _name in choices.states_to_admit(viewer, language)]
    asked = request.args.get("jurisdiction", otherwise)
    if asked == NO_STATE and may(viewer, Action.ADMINISTER, NOWHERE):
        return ""
    if asked in codes:
        return asked
    return codes[0] if len(codes) == 1 else None


def state_page(viewer: Viewer, language: str, title: Any) -> str:
    """Return the page on which the viewer chooses the State. The viewer's own State is preselected."""
    none = NO_STATE if may(viewer, Action.ADMINISTER, NOWHERE) else ""
    return render_template(
        "people/choose_state.html",
        title=title,
        states=choices.states_to_admit(viewer, language),
        own=viewer.jurisdiction,
        no_state=none,
    )
