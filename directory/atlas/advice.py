"""Warnings about an answer of the atlas, and the possible next steps of a person who reads it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from directory.atlas.channels import OPEN, ChannelVerdict
from directory.atlas.content import ContentItem
from directory.atlas.institutions import ADDRESS, BUREAU, Addressee, Institution
from directory.atlas.languages import AcceptedLanguage
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.sheet_statements import SheetStatement
from directory.focal_points.availability import DeskAvailability

UNTOC = "untoc"


@dataclass(frozen=True)
class AnswerWarning:
    """A warning about an answer. `code` is one of WARNINGS."""

    code: str
    # The key of the treaty at issue, or empty.
    treaty: str = ""
    # Cites the articles on the measure that were read in this treaty, or is empty.
    articles: str = ""


def find_warnings(
    usable: Sequence[LegalBasis],
    routes: Sequence[SheetStatement],
    addressed: Sequence[Addressee],
    channels: Sequence[ChannelVerdict],
    languages: Sequence[AcceptedLanguage],
    content: Sequence[ContentItem],
    *,
    silent: Collection[str],
    read: Mapping[str, str],
    has_request: bool,
) -> Iterator[AnswerWarning]:
    """Yield the warnings about an answer, in the order of the answer's parts.

    - `silent`: the keys of the treaties whose text was read completely. There is no warning that the channels or
      contents of such a treaty are not known.
    - `read`: maps the key of a treaty to a text that cites articles of the treaty. The cited articles are about the
      measure and were read.
    - `has_request`: false for information that a State sends without a request.
    """
    yield from _on_bases(usable, routes)
    if not any(one.part == ADDRESS for one in addressed):
        yield AnswerWarning("no_authority")
    elif usable and not any(one.under for one in addressed):
        yield AnswerWarning("no_declared_authority")
    if not any(verdict.lawful in OPEN for verdict in channels):
        yield AnswerWarning("no_channel")
    unread = [group for group in _leading_groups(usable) if group[0] not in silent]
    yield from (AnswerWarning("channels_not_read", group[0]) for group in unread if not _names_channel(group, channels))
    if not languages:
        yield AnswerWarning("no_languages")
    elif not any(one.said.is_supported for one in languages):
        yield AnswerWarning("unsupported_languages")
    if not has_request:
        return
    own = [item for item in content if not item.phase]
    for group in unread:
        if not any(item.treaty in group for item in own):
            articles = read.get(group[0], "")
            yield AnswerWarning("contents_not_told" if articles else "contents_not_read", group[0], articles)
    if all(item.code for item in own):
        yield AnswerWarning("no_content")


def _leading_groups(usable: Sequence[LegalBasis]) -> list[list[str]]:
    return [
        [one.treaty for one in usable if first.treaty in (one.treaty, one.follows)]
        for first in usable
        if first.is_leading and not first.follows
    ]


def _names_channel(treaties: Collection[str], channels: Sequence[ChannelVerdict]) -> bool:
    return any(one.treaty in treaties and not one.if_agreed for verdict in channels for one in verdict.reasons)


def _on_bases(usable: Sequence[LegalBasis], routes: Sequence[SheetStatement]) -> Iterator[AnswerWarning]:
    if not usable:
        yield AnswerWarning("no_basis")
        if not routes:
            yield AnswerWarning("no_route")
    elif all(basis.use != "basis" for basis in usable):
        yield AnswerWarning("conditional_basis")
    yield from (AnswerWarning("unsupported_basis", basis.treaty) for basis in usable if not basis.is_supported)


def next_ways(
    usable: Sequence[str],
    routes: Sequence[SheetStatement],
    institutions: Sequence[Institution],
    addressed: Sequence[Addressee],
    desk: DeskAvailability | None,
    *,
    is_severed: bool,
) -> list[str]:
    """Return the possible next steps as codes of NEXT_WAYS, in the order in which to try them. The list is never empty.

    `is_severed` is true if the two States have no diplomatic relations.
    """
    is_open = {
        "desk": desk is not None,
        "authority": bool(addressed),
        "reciprocity": not usable and any(one.answer in OPEN for one in routes),
        "named_authority": UNTOC in usable and not any(one.under for one in addressed),
        "bureau": any(one.kind == BUREAU for one in institutions),
        "third_state": is_severed,
        "foreign_ministry": not is_severed,
    }
    return [code for code, holds in is_open.items() if holds]
