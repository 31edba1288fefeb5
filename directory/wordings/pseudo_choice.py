"""The pseudo-language, which an administrator chooses for the English pages of a session."""

from flask import g, session
from flask_babel import refresh

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_everywhere

CHOICE = "pseudo_language"


def is_chosen() -> bool:
    """Return whether the viewer of this request reads English pages in the pseudo-language."""
    return bool(session.get(CHOICE)) and may_everywhere(current_viewer(), Action.ADMINISTER)


def choose(*, is_on: bool) -> None:
    """Show the English pages of this session in the pseudo-language from now on, or as they are."""
    if is_on:
        session[CHOICE] = True
    else:
        session.pop(CHOICE, None)


def use_pseudo_language() -> None:
    """Have this answer made in the pseudo-language if it was chosen, past the cache, which others share."""
    if is_chosen():
        g.is_pseudo = g.is_uncached = True
        refresh()
