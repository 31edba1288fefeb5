"""The choice of the pseudo-language (`directory/pseudo_language.py`). An administrator chooses it for the English pages
of a session."""

from flask import g, session
from flask_babel import refresh

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_everywhere

CHOICE = "pseudo_language"


def is_chosen() -> bool:
    """Return whether the viewer of this request reads English pages in the pseudo-language."""
    return bool(session.get(CHOICE)) and may_everywhere(current_viewer(), Action.ADMINISTER)


def choose(*, is_on: bool) -> None:
    """If `is_on`, show the English pages of this session in the pseudo-language from now on. Otherwise show them in
    English again."""
    if is_on:
        session[CHOICE] = True
    else:
        session.pop(CHOICE, None)


def use_pseudo_language() -> None:
    """If the viewer chose the pseudo-language, answer this request in it. The cache is not used, since other people
    share it."""
    if is_chosen():
        g.is_pseudo = g.is_uncached = True
        refresh()
