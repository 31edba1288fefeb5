"""The blueprint of account pages, and what these pages share: redirects, pages with forms, the site's address."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from directory.accounts import current_user, known_browsers, sessions
from directory.accounts.current_user import NEXT
from directory.forms import Form
from directory.web.concurrency_limit import Overloaded, overloaded_answer
from directory.web.redirects import local_path

# Keys of a session: the challenge for a device, a generator that is not confirmed yet.
CHALLENGE, GENERATOR = "challenge", "generator"

blueprint = Blueprint("accounts", __name__)


def redirect_to_next_step() -> Response:
    """Redirect to the next step of signing in or, after the last step, to the page that the person wanted. If this
    request completed a sign-in from a new browser, the person gets a mail about the sign-in."""
    step = current_user.next_step()
    if sessions.current().has_completed_sign_in:
        known_browsers.note_sign_in(current_user.require_account())
    wanted = session.pop(NEXT, "") if step is current_user.SignInStep.DONE else ""
    return redirect(local_path(wanted) or url_for(step), 303)


def form_page(template: str, form: Form, **values: Any) -> tuple[str, int]:
    """Return a page with a form, and its HTTP status: 422 if the form has errors, else 200."""
    return render_template(template, form=form, site=site(), **values), 422 if form.errors else 200


def overloaded_page(template: str, form: Form, crowded: Overloaded, **values: Any) -> Response:
    """Return the page for a password that was not checked, because too many passwords were being checked: status 503,
    with the form filled in except for the password."""
    form.form_errors.append(crowded.message)
    return overloaded_answer(form_page(template, form, **values)[0], crowded)


def site() -> str:
    """Return the address of this site from the settings. Passkeys are bound to this address."""
    return str(current_app.config["SETTINGS"].site_address)
