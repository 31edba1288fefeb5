"""Brings the published wordings of the database into the catalogues of this process."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from directory.catalogues import CatalogueKey, Published, current_catalogues, strings
from directory.extensions import db
from directory.i18n import LANGUAGES
from directory.models import PublishedWording
from directory.wording_rules import form_faults


def publish(version: int) -> None:
    """Put the published wordings of the database into the catalogues. `version` is the id of the newest row of
    PublishedWording."""
    current_catalogues().publish(version, _by_language(list_published()))


def list_published() -> Sequence[PublishedWording]:
    """Return the published wordings that are valid now, sorted by id: at most one row for each string in each
    language."""
    newest = select(func.max(PublishedWording.id)).group_by(PublishedWording.language, PublishedWording.string_code)
    query = select(PublishedWording).where(PublishedWording.id.in_(newest), PublishedWording.end == "")
    return db.session.scalars(query.order_by(PublishedWording.id)).all()


def _by_language(rows: Sequence[PublishedWording]) -> Mapping[str, Published]:
    """Return the wordings by language.

    Two kinds of wordings are left out: wordings of strings that no longer exist, and wordings that break a rule of
    `form_faults`. For example, the English of a string may have got other placeholders since its wording was published.
    """
    found: dict[str, dict[CatalogueKey, Sequence[str]]] = {}
    for row in rows:
        string = strings(row.language).get(row.string_code) if row.language in LANGUAGES else None
        if string is not None and not form_faults(string, row.language, row.forms):
            found.setdefault(row.language, {})[string.key] = row.forms
    return found
