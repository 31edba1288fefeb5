"""The frame of every page: main navigation, work bar and language bar, and the variables that every template gets."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flask import Flask, current_app, get_template_attribute, request
from flask_babel import lazy_gettext as _l

from directory.access.current_viewer import current_viewer
from directory.access.disclosure_log import why_withheld
from directory.access.facts import remark
from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.addresses import page_address
from directory.cache.fragments import VALUE_PLACEHOLDER
from directory.cache.personal_fragments import register_personal_fragment
from directory.consultations.permissions import may_consult
from directory.focal_points.presenters import clock_of
from directory.focal_points.rotas.desk_staff import staff_of
from directory.focal_points.rotas.leavers import duties_of
from directory.follows.permissions import may_follow
from directory.home.source_numbers import number_sources, numbered_sources, readable_address, source_number
from directory.i18n import LANGUAGES, Language, current_language, isolated, label_language, language_name
from directory.proposals.starting import kinds_in_form, may_propose, proposable
from directory.requests.permissions import may_keep_requests
from directory.verification.permissions import confirmable_sheets, may_confirm
from directory.vocabulary import AUTHORITY_DIRECTORY
from directory.web.response_headers import SECRETS_OF_LINKS

# The fourteen links of the language bar repeat the query string up to this length. People do not type longer searches.
LONGEST_QUERY_CHARACTERS = 1000


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
    WorkNavigationItem("requests.index", "requests", _l("Requests"), Action.KEEP_DOCKET),
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


def configure_frame(app: Flask) -> None:
    """Give every template the variables of the frame, permission checks, text filters, and `entry_url`."""
    app.context_processor(_frame)
    app.jinja_env.globals |= {"may_propose": may_propose, "proposable": proposable, "kinds_in_form": kinds_in_form}
    app.jinja_env.globals["may_consult"] = may_consult
    app.jinja_env.globals["may_follow"] = may_follow
    app.jinja_env.globals["may_keep_requests"] = may_keep_requests
    app.jinja_env.globals |= {
        "number_sources": number_sources,
        "numbered_sources": numbered_sources,
        "readable_address": readable_address,
        "source_number": source_number,
    }
    app.jinja_env.globals["authority_directory"] = AUTHORITY_DIRECTORY
    app.jinja_env.globals |= {"staff_of": staff_of, "duties_of": duties_of}
    app.jinja_env.globals["clock_in"] = lambda zone: clock_of(zone, current_language())
    app.jinja_env.globals |= {"may_confirm": may_confirm, "confirmable_sheets": confirmable_sheets}
    app.jinja_env.filters["isolated"] = isolated
    app.jinja_env.filters["remark"] = lambda stored: remark(stored, current_language())
    app.jinja_env.filters["language_name"] = lambda code: language_name(code, current_language())
    register_personal_fragment(app, "follow_button", _follow_button)
    app.jinja_env.globals["entry_url"] = lambda link: page_address(link.kind, link.key)


def _follow_button(kind: str, key: str) -> str:
    button: str = get_template_attribute("components/follow_button.html", "follow_button")(kind, key)
    return button


def _package() -> str:
    rule = request.url_rule
    return package_of(request.path) if rule is not None and rule.rule.startswith("/<language:language>/") else ""


def _wording_page(question: str) -> str:
    """Return the address of this page without the language. The page's link "Suggest a wording" passes the address on.

    Return "" if the address contains a secret, if no view has the address, or if the page is itself about wordings.
    """
    if request.url_rule is None or _package() == "wordings" or not SECRETS_OF_LINKS.isdisjoint(request.view_args or {}):
        return ""
    return f"/{address_after_language(request.path, question[:LONGEST_QUERY_CHARACTERS])}"


def _frame() -> dict[str, Any]:
    code, question = current_language(), request.query_string.decode("latin-1")
    return {
        "site": current_app.config["SETTINGS"].site_address,
        "language": code,
        "label_language": LANGUAGES[label_language(code)],
        "languages": language_links(code),
        "rest": address_after_language(request.path, question[:LONGEST_QUERY_CHARACTERS]),
        "wording_page": _wording_page(question),
        "sections": SECTIONS,
        "package": _package(),
        "is_signed_in": not current_viewer().is_visitor,
        "work": work_items(current_viewer()),
        "why_withheld": why_withheld(),
    }
