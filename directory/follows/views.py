"""The page of the entries that the viewer follows, and the feed of a person behind a secret address."""

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from directory import clock
from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.addresses import address_in_mail, page_address
from directory.follows import presenters, queries, service
from directory.follows.forms import PaceForm
from directory.follows.news import News
from directory.formats.feeds import FeedEntry, write_feed
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.transaction import committing
from directory.vocabulary import Pace
from directory.web.concurrency_limit import slot

blueprint = Blueprint("follows", __name__)


@blueprint.route("/follows", methods=["GET", "POST"])
@permits(Action.FOLLOW)
def index() -> ResponseReturnValue:
    """Show the entries that the viewer follows and their news, and set how often the viewer gets letters."""
    form = PaceForm()
    if run_on_submit(form, lambda: service.choose_pace(current_viewer(), Pace(form.pace.data))):
        return redirect(url_for(".index"), 303)
    return _page(form)


@blueprint.post("/follows/<kind>/<key>/follow")
@permits(Action.FOLLOW)
def follow(kind: str, key: str) -> AnyResponse:
    """Follow an entry, and redirect to the page of the entry."""
    with committing():
        service.follow(current_viewer(), kind, key)
    return redirect(page_address(kind, key), 303)


@blueprint.post("/follows/<kind>/<key>/unfollow")
@permits(Action.FOLLOW)
def unfollow(kind: str, key: str) -> AnyResponse:
    """Stop following an entry, and redirect to the page of followed entries."""
    with committing():
        service.unfollow(current_viewer(), kind, key)
    return redirect(url_for(".index"), 303)


@blueprint.post("/follows/feed")
@permits(Action.FOLLOW)
def make_feed() -> ResponseReturnValue:
    """Make an address of the viewer's feed, and show it in this response only."""
    with committing():
        token = service.make_feed(current_viewer())
    return _page(PaceForm(), made=address_in_mail(current_language(), f"follows/feed/{token}.atom"))


@blueprint.post("/follows/feed/end")
@permits(Action.FOLLOW)
def end_feed() -> AnyResponse:
    """Revoke the address of the viewer's feed."""
    with committing():
        service.end_feed(current_viewer())
    return redirect(url_for(".index", _anchor="feed"), 303)


@blueprint.get("/follows/feed/<token>.atom")
def feed(token: str) -> Response:
    """Return the feed with this secret address. The feed contains only public changes to the entries that the owner of
    the feed follows.

    Raises Overloaded if too many files are being made.
    """
    account, language = queries.get_feed_owner(token), current_language()
    title, address = _("News of what you follow"), address_in_mail(language, "follows")
    with slot():
        entries = [_entry(one) for one in presenters.feed_entries(account, clock.now(), language)]
        data = write_feed(title, address, language, entries, clock.now())
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return Response(data, mimetype="application/atom+xml", headers=headers)


def _entry(one: News) -> FeedEntry:
    site = current_app.config["SETTINGS"].site_address
    history = url_for("history.index", kind=one.link.kind, key=one.link.key)
    return presenters.feed_entry(one, f"{site}{page_address(one.link.kind, one.link.key)}", f"{site}{history}")


def _page(form: PaceForm, made: str = "") -> ResponseReturnValue:
    page = presenters.page(current_viewer(), clock.now(), current_language())
    form.pace.data = form.pace.data or page.pace
    return render_template("follows/index.html", page=page, form=form, made=made), status_of(form)
