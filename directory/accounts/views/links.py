"""Pages behind links in mails. Only the button of a page changes something, since mail scanners open links."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from directory.accounts import attempt_limits, authentication, sessions, sign_in_links
from directory.accounts.current_user import BY_LINK
from directory.accounts.forms import NewPasswordForm, ResetForm
from directory.accounts.sign_in_links import LinkPurpose
from directory.accounts.views.blueprint import blueprint, form_page, redirect_to_next_step
from directory.transaction import committing


@blueprint.get("/account/link/<token>")
def link(token: str) -> str:
    """Show whose sign-in link this is, with the button that uses the link."""
    attempt_limits.count_attempt_from_address("link_from")
    return render_template("accounts/link.html", name=sign_in_links.person_of(token, LinkPurpose.SIGN_IN).name)


@blueprint.post("/account/link/<token>")
def use_link(token: str) -> Response:
    """Use up a sign-in link: start a session, and redirect to the choice of a password."""
    attempt_limits.count_attempt_from_address("link_from")
    with committing():
        account = sign_in_links.use(token, LinkPurpose.SIGN_IN)
    sessions.start(account.id, data={BY_LINK: True})
    return redirect_to_next_step()


@blueprint.route("/account/reset", methods=["GET", "POST"])
def ask_for_reset() -> ResponseReturnValue:
    """Mail a link for a new password. Known and unknown addresses get the same answer."""
    form = ResetForm()
    if form.validate_on_submit():
        authentication.ask_for_reset(form.email.data)
        return render_template("accounts/reset_asked.html")
    return form_page("accounts/ask_for_reset.html", form)


@blueprint.route("/account/reset/<token>", methods=["GET", "POST"])
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password with a mailed link. The second factor stays."""
    attempt_limits.count_attempt_from_address("link_from")
    account = sign_in_links.person_of(token, LinkPurpose.RESET)
    form = NewPasswordForm(account)
    if form.validate_on_submit():
        authentication.reset_password(token, account, form.password.data)
        return redirect(url_for("accounts.sign_in"), 303)
    return form_page("accounts/reset.html", form)
