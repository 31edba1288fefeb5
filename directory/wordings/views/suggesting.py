"""Pages on which anyone suggests a wording: a list of the texts of a page, and a form for one text."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer
from directory.accounts.attempt_limits import count_attempt_from_address
from directory.forms import run_on_submit, status_of
from directory.i18n import DEFAULT, LANGUAGES, current_language
from directory.paging import page_number
from directory.wordings import page_strings, presenters, queries, service
from directory.wordings.forms import SuggestionForm, rows_of, wording_form
from directory.wordings.views.blueprint import blueprint

ENGLISH = LANGUAGES[DEFAULT]
LONGEST_SEARCH_CHARACTERS = 500


@blueprint.get("/wordings/suggest")
def choose() -> str:
    """List texts of the interface that match the query parameter `q`: those of the page whose address is `page`, or
    all texts if `all` is given or if no text of that page is known. Anyone may suggest."""
    language, page = current_language(), request.args.get("page", "")
    searched = request.args.get("q", "").strip()[:LONGEST_SEARCH_CHARACTERS]
    keys = () if request.args.get("all") else page_strings.strings_of_page(page)
    is_whole_site = not keys
    found = presenters.string_lines(
        keys or presenters.all_keys(language), language, searched, page_number(request.args)
    )
    asked = {"page": page, "q": searched, "all": "1" if request.args.get("all") else None}
    return render_template(
        "wordings/choose.html", found=found, asked=asked, number=found.page, is_whole_site=is_whole_site
    )


@blueprint.route("/wordings/suggest/<code>", methods=["GET", "POST"])
def suggest(code: str) -> ResponseReturnValue:
    """Show the form of one text, or store a suggestion. The number of suggestions of a visitor is limited by the
    internet address."""
    language, viewer = current_language(), current_viewer()
    if request.method == "POST" and viewer.is_visitor:
        count_attempt_from_address("wording_from")
    string, page = queries.get_string(language, code), request.args.get("page", "")
    facts = presenters.string_facts(string, language)
    form = wording_form(SuggestionForm, string, language, facts.texts)
    place = page_strings.place_of(page)
    if run_on_submit(form, lambda: service.suggest(viewer, language, string, form.texts, form.words.data, place or "")):
        return redirect(url_for(".thanks", page=page if place is not None else None), 303)
    shown = {"facts": facts, "form": form, "page": page, "rows": list(map(rows_of, facts.texts)), "english": ENGLISH}
    return render_template("wordings/suggest.html", **shown), status_of(form)


@blueprint.get("/wordings/suggest/thanks")
def thanks() -> str:
    """Thank the person who suggested a wording."""
    page = request.args.get("page", "")
    is_page = page_strings.place_of(page) is not None
    return render_template("wordings/thanks.html", page=page, is_page=is_page)
