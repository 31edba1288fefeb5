"""The page of the phrasebook."""

from flask import Blueprint, render_template, request

from directory.access.current_viewer import current_viewer
from directory.access.word_filter import normalized_words
from directory.cache.page_cache import cached_page
from directory.i18n import LANGUAGES, current_language
from directory.phrasebook import presenters
from directory.phrasebook.sentences import GROUPS

blueprint = Blueprint("phrasebook", __name__)


@blueprint.get("/phrases")
@cached_page("q", group=GROUPS, beside=LANGUAGES)
def index() -> str:
    """Show the sentences by group, those with certain words if the address names some, beside a second language if it
    names one."""
    asked = {name: request.args.get(name, "") for name in ("group", "beside")}
    asked["q"] = normalized_words(request.args.get("q", ""))
    found = presenters.groups(current_viewer(), asked["group"], asked["q"], asked["beside"], current_language())
    choices = {
        "group": [(code, str(group.label)) for code, group in GROUPS.items()],
        "beside": [(code, one.autonym) for code, one in LANGUAGES.items() if code != current_language()],
    }
    return render_template("phrasebook/index.html", groups=found, asked=asked, choices=choices)
