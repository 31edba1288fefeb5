"""The docket as rows of table files and as a paper."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from sqlalchemy.orm import selectinload

from directory import i18n
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.formats.papers import Block, BlockKind, Paper, PaperVersion, TextRun
from directory.models import DocketEntry
from directory.requests.columns import DATE_COLUMNS, EXPORTED, GROUND, PASSED_ON, STEP
from directory.requests.numbers import number_of
from directory.requests.presenters.lines import RequestLine, lines_of
from directory.requests.queries.entries import PENDING, RequestFilter, entries_query
from directory.requests.queries.route import last_pass
from directory.requests.statements import stated_by
from directory.vocabulary import RequestEvent

# More would be no list that people read, and its file would take long.
MOST_EXPORTED = 10_000


def exported_rows(viewer: Viewer, asked: RequestFilter) -> Iterator[list[str]]:
    """Yield the heading, then a row of codes for each entry that the viewer may read and that the filter lets through:
    what its State states, without links and file numbers."""
    yield list(EXPORTED)
    query = entries_query(viewer, asked).options(selectinload(DocketEntry.acts)).limit(MOST_EXPORTED)
    for one in db.session.scalars(query):
        yield _row(one)


def pending_lines(viewer: Viewer, other_state: str, language: str) -> list[RequestLine]:
    """Return the requests that are pending between the viewer's State and another one, the longest wait first. These
    are the requests that the viewer may read."""
    query = entries_query(viewer, RequestFilter(with_state=other_state, state=PENDING))
    own = query.where(DocketEntry.jurisdiction_key == viewer.jurisdiction).limit(MOST_EXPORTED)
    return lines_of(viewer, db.session.scalars(own).all(), language)


def pending_rows(lines: Sequence[RequestLine]) -> Iterator[list[str]]:
    """Yield the heading, then a row in words for each pending request, without its number: the other State would learn
    from the numbers how many requests there are."""
    yield [
        _("Direction"),
        _("Measure"),
        _("Offence"),
        _("Office"),
        _("Since"),
        _("Days"),
        _("Status"),
        pgettext("docket", "longer than usual"),
    ]
    for one in lines:
        yield [
            one.direction,
            one.measure,
            one.offence,
            one.office,
            one.since.iso,
            str(one.days),
            one.state_label,
            _("yes") if one.is_late else "",
        ]


def pending_title(viewer: Viewer, other_state: str, language: str) -> str:
    """Return the title of the list of what is pending between two States."""
    own, other = (i18n.territory_name(code, language) for code in (viewer.jurisdiction, other_state))
    return str(_("Pending requests: %(own)s and %(other)s", own=own, other=other))


def pending_paper(lines: Sequence[RequestLine], title: str, now: datetime, language: str, address: str) -> Paper:
    """Return the pending requests as a paper for a meeting."""
    words = i18n.label_language(language)
    counted = ngettext("%(num)s request", "%(num)s requests", len(lines))
    blocks = [
        Block(BlockKind.TITLE, ((TextRun(title, words),),)),
        Block(BlockKind.PARAGRAPH, ((TextRun(counted, words),),)),
    ]
    for one in lines:
        waits = ngettext("pending for %(num)s day", "pending for %(num)s days", one.days)
        late = [pgettext("docket", "longer than usual")] if one.is_late else []
        value = i18n.side_by_side([one.direction, one.since.text, waits, *late, one.state_label, one.office])
        label = i18n.side_by_side([one.measure, one.offence])
        blocks.append(Block(BlockKind.ROW, ((TextRun(label, words),), (TextRun(value, words),))))
    return Paper(title, (PaperVersion(words, tuple(blocks)),), now, address)


def _row(entry: DocketEntry) -> list[str]:
    stated = stated_by(entry)
    refusal, passed = stated.get(RequestEvent.REFUSED), last_pass(entry)
    values = {
        "number": number_of(entry),
        "office": entry.authority_key,
        "state": entry.state,
        "since": entry.since.isoformat(),
        "direction": entry.direction,
        "other_state": entry.other_jurisdiction_key,
        "measure": entry.measure,
        "offence": entry.offence,
        "treaty": entry.treaty_key or "",
        "channel": entry.channel,
        "language": entry.language,
        "other_authority": entry.other_authority_key or "",
        GROUND: refusal.ground if refusal else "",
        STEP: passed.subject_key if passed else "",
        PASSED_ON: passed.on_day.isoformat() if passed and passed.on_day else "",
    }
    days = {code: stated[RequestEvent(code)].day.isoformat() for code in DATE_COLUMNS if code in stated}
    return [(values | days).get(name, "") for name in EXPORTED]
