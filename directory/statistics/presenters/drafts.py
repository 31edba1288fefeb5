"""The number of documents that were made from drafts."""

from collections.abc import Mapping

from flask_babel import gettext as _

from directory.statistics.tables import FigureRow, Table, with_bars
from directory.vocabulary import MEASURES


def table(counts: Mapping[str, int]) -> Table | None:
    """Return the table of the number of documents for each measure, or None if there are no documents."""
    rows = [FigureRow(code, str(term.label), (counts[code],)) for code, term in MEASURES.items() if code in counts]
    title = _("By measure; a document that asks for several measures counts for each")
    return with_bars(Table("measures", title, _("Measure"), (_("Documents"),), tuple(rows))) if rows else None
