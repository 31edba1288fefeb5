"""The name of the office that verifies a fact, as provenance stores it."""

from flask_babel import force_locale

from directory import i18n
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Authority
from directory.vocabulary import ROLES


def office_of(viewer: Viewer, language: str = i18n.DEFAULT) -> str:
    """Return the name of the viewer's authority. If the viewer has no authority, return the viewer's role and State."""
    authority = db.session.get(Authority, viewer.authority) if viewer.authority else None
    if authority is not None:
        return authority.name.text(language)
    with force_locale(i18n.label_language(language)):
        role = str(ROLES.label(viewer.role))
    state = i18n.territory_name(viewer.jurisdiction, language) if viewer.jurisdiction else ""
    return ", ".join(filter(None, [role, state]))
