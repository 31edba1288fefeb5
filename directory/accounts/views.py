"""Signing in and out, and a person's own account."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory.access.guard import signed_in
from directory.accounts import presenters, sessions
from directory.accounts.forms import SignInForm
from directory.i18n import current_language

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/account")
@signed_in
def show() -> str:
    """Show the person's own account."""
    return render_template("accounts/show.html", page=presenters.page(sessions.person(), current_language()))


@blueprint.get("/account/sign-in")
def sign_in() -> str:
    """Ask for mail address and password."""
    return render_template("accounts/sign_in.html", form=SignInForm())


@blueprint.post("/account/sign-out")
def sign_out() -> Response:
    """End this session."""
    sessions.end()
    return redirect(url_for("home.index"), 303)
