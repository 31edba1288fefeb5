"""Where all pages of accounts hang, how a form is shown, and where signing in goes on to."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from directory.accounts import current_user, known_browsers, sessions
from directory.addresses import local_path
from directory.forms import Form
from directory.web.concurrency_limit import Overloaded, overloaded_answer

# What a session remembers: where the person wanted to go, what a device must sign, a generator not yet taken.
NEXT, CHALLENGE, GENERATOR = "next", "challenge", "generator"
Answer = str | Response | tuple[str, int]

blueprint = Blueprint("accounts", __name__)


def redirect_to_next_step() -> Response:
    """Lead to the next step of signing in; once it is done, to where the person wanted to go, and tell them of a new
    browser."""
    step = current_user.next_step()
    if sessions.current().has_come_in:
        known_browsers.note_sign_in(current_user.require_account())
    wanted = session.pop(NEXT, "") if step is current_user.SignInStep.DONE else ""
    return redirect(local_path(wanted) or url_for(step), 303)


def form_page(template: str, form: Form, **values: Any) -> tuple[str, int]:
    """Return a page with a form, and the status that says whether something is wrong with it."""
    return render_template(template, form=form, site=site(), **values), 422 if form.errors else 200


def overloaded_page(template: str, form: Form, crowded: Overloaded, **values: Any) -> Response:
    """Return a page with the form of a password that was not judged, to send again: its other fields stay."""
    form.form_errors.append(crowded.message)
    return overloaded_answer(form_page(template, form, **values)[0], crowded)


def site() -> str:
    """Return the address that this site is known by, to which passkeys are bound."""
    return str(current_app.config["SETTINGS"].site_address)
