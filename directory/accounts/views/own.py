"""A person's own account: role and scope, sessions, language."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory.access.current_viewer import signed_in
from directory.accounts import current_user, presenters, service, sessions
from directory.accounts.forms import LanguageForm
from directory.accounts.views.blueprint import blueprint
from directory.i18n import current_language
from directory.transaction import committing


@blueprint.get("/account")
@signed_in
def show() -> str:
    """Show the person's own account."""
    account = current_user.require_account()
    page = presenters.page(account, sessions.current().row_id, current_language())
    return render_template("accounts/show.html", page=page, form=LanguageForm(language=account.language))


@blueprint.post("/account/language")
@signed_in
def choose_language() -> Response:
    """Set the language in which the person gets mail. Ignores a language that the form does not offer."""
    form = LanguageForm()
    if form.validate_on_submit():
        with committing():
            service.set_language(current_user.require_account(), form.language.data)
    return redirect(url_for("accounts.show"), 303)


@blueprint.post("/account/sessions/<int:session_id>/end")
@signed_in
def end_session(session_id: int) -> Response:
    """End one of the person's own sessions."""
    with committing():
        service.end_session(current_user.require_account(), session_id)
    return redirect(url_for("accounts.show"), 303)


@blueprint.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> Response:
    """End all of the person's sessions except this one."""
    with committing():
        service.end_other_sessions(current_user.require_account(), sessions.current().row_id)
    return redirect(url_for("accounts.show"), 303)
