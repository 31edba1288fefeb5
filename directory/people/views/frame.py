"""What the views of people share."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request

from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.errors import InvalidInput
from directory.forms import Form
from directory.people import choices
from directory.people.queries.accounts import NOWHERE
from directory.transaction import committing

# Stands in an address for "no State": a coordinator of a network wherever it is, or an administrator.
NO_STATE = "none"
REFUSED = 422


def sent(form: Form, act: Callable[[], object], count: Callable[[], None] | None = None) -> bool:
    """Return whether the form was sent and `act` done with it; what is refused is told in the form, which stays.

    `count` counts a try against a limit, once the fields hold what they should.
    """
    if not form.validate_on_submit():
        return False
    if count is not None:
        count()
    try:
        with committing():
            act()
    except InvalidInput as refused:
        form.form_errors.append(str(refused))
        return False
    return True


def status_of(form: Form) -> int:
    """Return the status of a page with a form, which says whether something is wrong with it."""
    return REFUSED if form.errors else 200


def chosen_state(viewer: Viewer, language: str, *, otherwise: str = "") -> str | None:
    """Return the State that the address names, `otherwise`, or the only one; None if it is still to be chosen."""
    codes = [code for code, _name in choices.states(viewer, language)]
    asked = request.args.get("jurisdiction", otherwise)
    if asked == NO_STATE and may(viewer, Action.ADMINISTER, NOWHERE):
        return ""
    if asked in codes:
        return asked
    return codes[0] if len(codes) == 1 else None


def state_page(viewer: Viewer, language: str, title: Any) -> str:
    """Return the page that asks for the State first, on which all other choices depend."""
    none = NO_STATE if may(viewer, Action.ADMINISTER, NOWHERE) else ""
    return render_template(
        "people/choose_state.html", title=title, states=choices.states(viewer, language), no_state=none
    )
