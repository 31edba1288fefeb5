"""Who decides on the wordings of a language: administrators, and the keepers of the language, whom administrators
name."""

from sqlalchemy import ColumnElement, select, true

from directory.access.policy import Action, may_everywhere
from directory.access.viewer import Viewer
from directory.errors import NotPermitted
from directory.extensions import db
from directory.i18n import LANGUAGES
from directory.models import LanguageKeeper, WordingSuggestion


def kept_languages(viewer: Viewer) -> tuple[str, ...]:
    """Return the languages whose wordings the viewer decides on, in the order of LANGUAGES."""
    if may_everywhere(viewer, Action.ADMINISTER):
        return tuple(LANGUAGES)
    mine = select(LanguageKeeper.language).where(LanguageKeeper.account_id == viewer.account_id)
    own = set(db.session.scalars(mine)) if viewer.account_id is not None else set()
    return tuple(code for code in LANGUAGES if code in own)


def require_keeper(viewer: Viewer, language: str) -> None:
    """Raise NotPermitted if the viewer does not decide on wordings of the language."""
    if language not in kept_languages(viewer):
        raise NotPermitted


def is_of_kept_language(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer decides on wordings in a suggestion's language."""
    if may_everywhere(viewer, Action.ADMINISTER):
        return true()
    mine = select(LanguageKeeper.language).where(LanguageKeeper.account_id == viewer.account_id)
    return WordingSuggestion.language.in_(mine)
