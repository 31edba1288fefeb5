"""Compares a draft with its copy for another State."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import Text
from directory.access.viewer import Viewer
from directory.atlas.languages import AcceptedLanguage
from directory.drafts.content import DraftContent
from directory.drafts.presenters.checklist import checklist
from directory.drafts.presenters.names import DraftNames
from directory.drafts.queries.findings import find


@dataclass(frozen=True)
class Difference:
    """A subject on which two drafts differ. `before` are values that only the first draft has, `after` are values that
    only the second draft has."""

    label: str
    before: tuple[Text, ...]
    after: tuple[Text, ...]


def differences(viewer: Viewer, first: DraftContent, second: DraftContent, language: str) -> list[Difference]:
    """Return the subjects on which two drafts differ, in this order: requested State, requested authority, legal basis,
    accepted languages, items of the checklist."""
    pairs = zip(_subjects(viewer, first, language), _subjects(viewer, second, language), strict=True)
    made = [Difference(label, _without(one, other), _without(other, one)) for (label, one), (_same, other) in pairs]
    return [one for one in made if one.before or one.after]


def _subjects(viewer: Viewer, content: DraftContent, language: str) -> Iterator[tuple[str, tuple[Text, ...]]]:
    names = DraftNames(viewer, language)
    yield _("Requested State"), (names.state(content.requested),)
    yield _("Requested authority"), tuple(filter(str, [names.authority(content.requested_authority)]))
    yield _("Legal basis"), tuple(names.treaty(key) for key in content.treaties)
    accepted = find(viewer, content, language).languages
    yield _("Languages accepted"), tuple(_language(one, language) for one in accepted)
    yield _("Items of the checklist"), tuple(one.label for one in checklist(viewer, content, language).items)


def _language(one: AcceptedLanguage, language: str) -> Text:
    name = i18n.language_name(one.code, language)
    return Text(f"{name} ({one.doubt})" if one.doubt else name, language)


def _without(texts: tuple[Text, ...], others: tuple[Text, ...]) -> tuple[Text, ...]:
    known = {one.text for one in others}
    return tuple(one for one in texts if one.text not in known)
