"""The noticeboard as a list with a filter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask_babel import gettext as _

from directory import clock, collation, i18n
from directory.access.facts import Chip
from directory.access.viewer import Viewer
from directory.access.word_filter import normalized_words
from directory.models import Network, Notice
from directory.notices import queries
from directory.notices.presenters import NoticeLine, network_choices, notice_lines
from directory.paging import ListFilter, Paged, page_number
from directory.vocabulary import NOTICE_KINDS

Choices = dict[str, str]


@dataclass(frozen=True)
class NoticeFilter(ListFilter):
    """The filter of the noticeboard. An empty field matches all notices.

    If `archive` is not empty, notices that are over or withdrawn are listed instead of current ones.
    """

    q: str = ""
    network: str = ""
    kind: str = ""
    jurisdiction: str = ""
    archive: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "NoticeFilter":
        """Return the filter that query parameters describe. An unknown kind of notice is ignored."""
        kind, code = arguments.get("kind", ""), arguments.get("jurisdiction", "").upper()[:2]
        return cls(
            normalized_words(arguments.get("q", "")),
            arguments.get("network", ""),
            kind if kind in NOTICE_KINDS else "",
            code,
            "1" if arguments.get("archive") else "",
            page=page_number(arguments),
        )


@dataclass(frozen=True)
class NoticeboardPage:
    """One page of the noticeboard. For each field of the filter, `choices` has the codes to choose from, with names."""

    lines: list[NoticeLine]
    found: Paged[Notice]
    choices: Mapping[str, Choices]
    chips: list[Chip]


def board(viewer: Viewer, networks: Iterable[Network], asked: NoticeFilter, language: str) -> NoticeboardPage:
    """Return one page of the notices that the filter `asked` selects and that the viewer may read.

    `networks` are the networks that readers can choose in the filter.
    """
    narrowed = {"network_key": asked.network, "notice_kind": asked.kind, "jurisdiction_key": asked.jurisdiction}
    found = queries.list_notices(viewer, clock.today(), asked.page, narrowed, asked.q, is_archive=bool(asked.archive))
    states = {*queries.list_states(viewer), asked.jurisdiction} - {""}
    choices = {
        "network": _by_name((key, str(name)) for key, name in network_choices(viewer, networks, language)),
        "kind": {code: str(one.label) for code, one in NOTICE_KINDS.items()},
        "jurisdiction": _by_name((code, i18n.territory_name(code, language)) for code in states),
        "archive": {"1": _("Archive")},
    }
    return NoticeboardPage(notice_lines(viewer, found.rows, language), found, choices, list(_chips(asked, choices)))


def _by_name(pairs: Iterable[tuple[str, str]]) -> Choices:
    return dict(collation.sorted_by_name(list(pairs), lambda pair: pair[1]))


def _chips(asked: NoticeFilter, choices: Mapping[str, Choices]) -> Iterable[Chip]:
    labels = {
        "q": _("Words in a notice"),
        "network": _("Network"),
        "kind": _("Kind"),
        "jurisdiction": _("State"),
        "archive": _("Status"),
    }
    for name, value in asked.arguments.items():
        rest = {other: held for other, held in asked.arguments.items() if other != name}
        yield Chip(labels[name], choices.get(name, {}).get(value, value), f"?{urlencode(rest)}")
