"""Pages for signing in, for the second factor, for showing a factor again, and for signing out."""

from typing import Any

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from directory.access.current_viewer import signed_in
from directory.accounts import attempt_limits, authentication, current_user, passkeys, presenters, queries, sessions
from directory.accounts.current_user import NEXT, SignInStep
from directory.accounts.forms import CodeForm, PasswordForm, SignInForm
from directory.accounts.sessions import Factor
from directory.accounts.views.blueprint import (
    CHALLENGE,
    blueprint,
    form_page,
    overloaded_page,
    redirect_to_next_step,
    site,
)
from directory.web.concurrency_limit import Overloaded
from directory.web.redirects import local_path


@blueprint.route("/account/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Check mail address and password. Known and unknown addresses get the same answer. If the query parameter `by` is
    `passkey`, the page offers the passkey first."""
    if request.method == "GET" and current_user.next_step() is not SignInStep.SIGN_IN:
        return redirect_to_next_step()
    form, is_passkey_first = SignInForm(next=request.args.get(NEXT, "")), request.args.get("by") == "passkey"
    if form.validate_on_submit():
        try:
            account = authentication.first_factor(form.email.data, form.password.data)
        except Overloaded as crowded:
            return overloaded_page("accounts/sign_in.html", form, crowded, **_ways(is_passkey_first))
        if account is not None:
            sessions.start(account.id, Factor.PASSWORD, data={NEXT: local_path(form.next.data or "")})
            return redirect_to_next_step()
        form.form_errors.append(authentication.WRONG_FIRST)
    return form_page("accounts/sign_in.html", form, **_ways(is_passkey_first))


@blueprint.post("/account/passkey-options")
def passkey_options() -> dict[str, object]:
    """Return the options with which the browser asks for a passkey. If this session already belongs to a person, only
    the person's own passkeys are allowed."""
    attempt_limits.count_attempt_from_address("passkey_from")
    session[CHALLENGE] = passkeys.new_challenge()
    return passkeys.options_to_show(current_user.current_account(), session[CHALLENGE], site())


@blueprint.post("/account/sign-in/passkey")
def sign_in_by_passkey() -> ResponseReturnValue:
    """Check a passkey, which counts as both factors. The view signs a person in, completes a sign-in after the
    password, or records a recent factor."""
    wanted = local_path(request.form.get(NEXT, "")) or session.get(NEXT, "")
    account = authentication.sign_in_by_passkey(request.form.get("credential", ""), session.pop(CHALLENGE, ""), site())
    if account is None:
        return _refused_passkey(wanted)
    if current_user.current_account() == account:
        sessions.renew(Factor.PASSKEY)
        session[NEXT] = wanted
    else:
        sessions.start(account.id, Factor.PASSKEY, data={NEXT: wanted})
    return redirect_to_next_step()


def _refused_passkey(wanted: str) -> ResponseReturnValue:
    form = SignInForm(formdata=None, next=wanted)
    form.form_errors.append(passkeys.NOT_TAKEN)
    return form_page("accounts/sign_in.html", form, **_ways(is_passkey_first=True))


def _ways(is_passkey_first: bool) -> dict[str, bool]:
    return {"is_passkey_first": is_passkey_first, "has_offices": queries.has_issuers()}


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@current_user.at_step(SignInStep.SECOND_FACTOR)
def second_factor() -> ResponseReturnValue:
    """Check a one-time code or a recovery code, after the password."""
    account, form = current_user.require_account(), CodeForm()
    if form.validate_on_submit():
        factor = authentication.second_factor(account, form.code.data)
        if factor is not None:
            sessions.renew(factor)
            return redirect_to_next_step()
        form.code.errors = [authentication.WRONG_CODE]
    shown: dict[str, Any] = {
        "has_passkey": bool(queries.list_passkeys(account)),
        "needs": queries.needs_passkey(account),
        "offices": presenters.office_choices(account),
    }
    return form_page("accounts/second_factor.html", form, is_code_shown=current_user.has_shown(Factor.TOTP), **shown)


@blueprint.route("/account/confirm", methods=["GET", "POST"])
@signed_in
def confirm() -> ResponseReturnValue:
    """Ask a signed-in person for a factor again. A right password counts as a recent factor, and leads to the page that
    the person wanted. If the person must use a passkey, the password is not checked."""
    account, form = current_user.require_account(), PasswordForm(next=request.args.get(NEXT, ""))
    needs = queries.needs_passkey(account)
    shown: dict[str, Any] = {
        "needs": needs,
        "has_passkey": bool(queries.list_passkeys(account)),
        "offices": presenters.office_choices(account),
    }
    if form.validate_on_submit() and not needs:
        try:
            is_right = authentication.confirm_password(account, form.password.data)
        except Overloaded as crowded:
            return overloaded_page("accounts/confirm.html", form, crowded, **shown)
        if is_right:
            sessions.renew(Factor.PASSWORD)
            return redirect(local_path(form.next.data or "") or url_for("accounts.show"), 303)
        form.password.errors = [authentication.WRONG_PASSWORD]
    return form_page("accounts/confirm.html", form, **shown)


@blueprint.post("/account/sign-out")
def sign_out() -> Response:
    """End this session, and tell the browser to delete its copies of pages. Source: W3C Clear Site Data."""
    sessions.end()
    answer = redirect(url_for("home.index"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
