"""The frame of every page: main navigation, the work bar and the language bar."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.cache.fragments import VALUE_PLACEHOLDER
from directory.i18n import LANGUAGES, Language
from directory.vocabulary import MEASURES


@dataclass(frozen=True)
class NavigationItem:
    """An item of the main navigation. `package` is the feature package that serves the page of the item."""

    endpoint: str
    package: str
    # Not compared, since a comparison of lazy strings would translate both.
    label: Any = field(compare=False)


SECTIONS = (
    NavigationItem("jurisdictions.index", "jurisdictions", _l("States")),
    NavigationItem("focal_points.index", "focal_points", _l("24/7 desks")),
    NavigationItem("atlas.show", "atlas", _l("Whom to address")),
    NavigationItem("networks.index", "networks", _l("Networks")),
    NavigationItem("treaties.index", "treaties", _l("Treaties")),
    NavigationItem("measures.index", "measures", _l("Measures")),
)


@dataclass(frozen=True)
class WorkNavigationItem(NavigationItem):
    """An item of the work bar. It is shown to people who may do `action` for at least one place."""

    action: Action


WORK = (
    WorkNavigationItem("work.index", "work", _l("Your work"), Action.CONSULT),
    WorkNavigationItem("consultations.index", "consultations", _l("Consultations"), Action.CONSULT),
    WorkNavigationItem("drafts.index", "drafts", _l("Drafts"), Action.CONSULT),
    WorkNavigationItem("follows.index", "follows", _l("Following"), Action.FOLLOW),
    WorkNavigationItem("rotas.index", "rotas", _l("Rotas"), Action.KEEP_ROTA),
    WorkNavigationItem("proposals.index", "proposals", _l("Proposals"), Action.PROPOSE),
    WorkNavigationItem("verification.index", "verification", _l("Verification"), Action.VERIFY),
    WorkNavigationItem("statistics.index", "statistics", _l("Statistics"), Action.READ_FIGURES),
    WorkNavigationItem("imports.index", "imports", _l("Import and export"), Action.IMPORT),
    WorkNavigationItem("people.index", "people", _l("People"), Action.INVITE),
    WorkNavigationItem("operation_pages.index", "operation", _l("Operation"), Action.ADMINISTER),
)


def work_items(viewer: Viewer) -> tuple[WorkNavigationItem, ...]:
    """Return the items of the viewer's work bar, in order."""
    return tuple(section for section in WORK if may_somewhere(viewer, section.action))


def search_examples(states: Sequence[str]) -> list[str]:
    """Return up to three example searches in the reader's language. The first names a State, the second a State and a
    measure, the third two States and a measure.

    The examples use the first four of `states`. If there are fewer States, there are fewer examples.
    """
    extradition, hearing = (str(MEASURES.label(code)) for code in ("extradition", "video_hearing"))
    questions = ((1, "{0}"), (2, f"{{1}} {extradition}"), (4, f"{{2}} {{3}} {hearing}"))
    return [question.format(*states) for needed, question in questions if len(states) >= needed]


def package_of(path: str) -> str:
    """Return the package of the feature to which a page belongs: `focal_points` for `/en/focal-points`.

    Return an empty text if the path names no feature.
    """
    word = path.split("/", maxsplit=3)[2] if path.count("/") > 1 else ""
    return "accounts" if word == "account" else word.replace("-", "_")


@dataclass(frozen=True)
class LanguageLink:
    """One language of the language bar, with the address of the page in that language."""

    language: Language
    address: str
    is_current: bool


def address_after_language(path: str, query: str) -> str:
    """Return the part of a page's address after the language, with the query string. For `/en/treaties`: `treaties`."""
    _, _, rest = path.lstrip("/").partition("/")
    return f"{rest}?{query}" if query else rest


@cache
def language_links(current: str) -> tuple[LanguageLink, ...]:
    """Return the links of the language bar, in the order of LANGUAGES.

    VALUE_PLACEHOLDER stands in each address for the part after the language.
    """
    return tuple(
        LanguageLink(language, f"/{code}/{VALUE_PLACEHOLDER}", code == current) for code, language in LANGUAGES.items()
    )
