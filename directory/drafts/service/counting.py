"""Counts the documents made of drafts, for statistics: by day, State and measure only."""

from collections.abc import Iterable
from datetime import date

from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import DraftCount


def count_document(viewer: Viewer, measures: Iterable[str], day: date) -> None:
    """Count a document under the viewer's State and each measure. Does nothing if the viewer has no State."""
    for measure in set(measures) if viewer.jurisdiction else ():
        row = db.session.get(DraftCount, (day, viewer.jurisdiction, measure))
        if row is None:
            row = DraftCount(day=day, jurisdiction_key=viewer.jurisdiction, measure=measure, documents=0)
            db.session.add(row)
        row.documents += 1
