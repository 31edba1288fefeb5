"""Adding and removing the factors of an account."""

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from directory.access.current_viewer import signed_in
from directory.accounts import (
    attempt_limits,
    authentication,
    current_user,
    known_browsers,
    passkeys,
    queries,
    sessions,
    totp,
)
from directory.accounts import recovery_codes as codes_on_paper
from directory.accounts.current_user import BY_LINK, SignInStep
from directory.accounts.forms import (
    GeneratorForm,
    NewPasswordForm,
    PasskeyForm,
    RecoveryCodesForm,
    WithPresentPassword,
)
from directory.accounts.sessions import Factor
from directory.accounts.views.blueprint import (
    CHALLENGE,
    GENERATOR,
    blueprint,
    form_page,
    redirect_to_next_step,
    site,
)
from directory.transaction import committing


@blueprint.route("/account/password", methods=["GET", "POST"])
@current_user.at_step(SignInStep.PASSWORD)
def password() -> ResponseReturnValue:
    """Choose a password, for the first time or anew."""
    attempt_limits.count_attempt_from_address("link_from")
    account = current_user.require_account()
    form = NewPasswordForm(account, current_user.must_give_password(account))
    if form.validate_on_submit() and _is_same_person(form):
        authentication.change_password(account, form.password.data, sessions.current().row_id)
        session.pop(BY_LINK, None)
        sessions.renew(Factor.PASSWORD)
        if current_user.next_step() is SignInStep.DONE:
            known_browsers.remember(account)
        return redirect_to_next_step()
    return form_page("accounts/password.html", form)


@blueprint.get("/account/set-up")
@current_user.at_step(SignInStep.SET_UP)
def set_up() -> str:
    """Show a person without a second factor how to set up a factor."""
    return render_template("accounts/set_up.html", needs_passkey=queries.needs_passkey(current_user.require_account()))


@blueprint.route("/account/code-generator", methods=["GET", "POST"])
@current_user.at_step(SignInStep.SET_UP)
def code_generator() -> ResponseReturnValue:
    """Add an authenticator app, or replace the present one."""
    account = current_user.require_account()
    form, secret = (
        GeneratorForm(current_user.must_give_password(account)),
        session.setdefault(GENERATOR, totp.new_secret()),
    )
    if form.validate_on_submit() and _is_same_person(form):
        if authentication.new_generator(account, secret, form.code.data):
            session.pop(GENERATOR)
            sessions.renew(Factor.TOTP)
            known_browsers.remember(account)
            return redirect(url_for("accounts.recovery_codes"), 303)
        form.code.errors = [authentication.WRONG_CODE]
    return form_page("accounts/code_generator.html", form, generator=totp.generator_of(account, secret))


@blueprint.post("/account/code-generator/remove")
@signed_in
def remove_code_generator() -> Response:
    """Remove the code generator. The person must have a passkey."""
    with committing():
        totp.remove_generator(current_user.require_account())
    return redirect(url_for("accounts.show"), 303)


@blueprint.route("/account/passkeys", methods=["GET", "POST"])
@current_user.at_step(SignInStep.SET_UP, SignInStep.PASSKEY)
def passkeys_page() -> ResponseReturnValue:
    """Add a passkey. A person without recovery codes is then sent to the page that makes recovery codes."""
    account = current_user.require_account()
    form = PasskeyForm(current_user.must_give_password(account))
    if form.validate_on_submit() and _is_same_person(form):
        challenge = session.pop(CHALLENGE, "")
        if authentication.add_passkey(account, form.name.data, form.credential.data, challenge, site()):
            sessions.renew(Factor.PASSKEY)
            known_browsers.remember(account)
            has_codes = queries.count_recovery_codes(account)
            return redirect_to_next_step() if has_codes else redirect(url_for("accounts.recovery_codes"), 303)
        form.form_errors.append(passkeys.NOT_ADDED)
    return form_page("accounts/passkeys.html", form, is_needed=current_user.next_step() is SignInStep.PASSKEY)


@blueprint.post("/account/passkeys/options")
@current_user.at_step(SignInStep.SET_UP, SignInStep.PASSKEY)
def new_passkey_options() -> dict[str, object]:
    """Return the options with which the browser makes a passkey."""
    session[CHALLENGE] = challenge = passkeys.new_challenge()
    with committing():
        return passkeys.options_to_add(current_user.require_account(), challenge, site())


@blueprint.post("/account/passkeys/<int:passkey_id>/remove")
@signed_in
def remove_passkey(passkey_id: int) -> Response:
    """Remove a passkey. The remaining factors must be enough to sign in."""
    with committing():
        passkeys.remove(current_user.require_account(), passkey_id)
    return redirect(url_for("accounts.show"), 303)


@blueprint.route("/account/recovery-codes", methods=["GET", "POST"])
@signed_in
def recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes; all old codes become invalid. Only this answer shows the new codes."""
    account, codes = current_user.require_account(), list[str]()
    form = RecoveryCodesForm(current_user.must_give_password(account))
    if form.validate_on_submit() and _is_same_person(form):
        with committing():
            codes = codes_on_paper.make(account)
    left = queries.count_recovery_codes(account)
    return form_page("accounts/recovery_codes.html", form, codes=codes, left=left)


def _is_same_person(form: WithPresentPassword) -> bool:
    if form.current is None or authentication.confirm_password(current_user.require_account(), form.current.data):
        return True
    form.current.errors = [authentication.WRONG_PASSWORD]
    return False
