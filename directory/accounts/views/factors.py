"""Adding and removing what an account is opened with."""

from flask import redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from directory.access.guard import signed_in
from directory.accounts import attempts, browsers, factors, limits, passkeys, queries, sessions, who
from directory.accounts import recovery_codes as codes_on_paper
from directory.accounts.forms import (
    GeneratorForm,
    NewPasswordForm,
    PasskeyForm,
    RecoveryCodesForm,
    WithPresentPassword,
)
from directory.accounts.sessions import Factor
from directory.accounts.views.blueprint import CHALLENGE, GENERATOR, Answer, blueprint, form_page, go_on, site
from directory.accounts.who import BY_LINK, Step
from directory.transaction import committing


@blueprint.route("/account/password", methods=["GET", "POST"])
@who.at_step(Step.PASSWORD)
def password() -> Answer:
    """Choose a password: the first one after a link, or another one."""
    limits.hit_address("link_from")
    account = who.person()
    form = NewPasswordForm(account, who.must_give_password(account))
    if form.validate_on_submit() and _is_same_person(form):
        attempts.new_password(account, form.password.data, sessions.current().row_id)
        session.pop(BY_LINK, None)
        sessions.renew(Factor.PASSWORD)
        if who.next_step() is Step.DONE:
            browsers.remember(account)
        return go_on()
    return form_page("accounts/password.html", form)


@blueprint.get("/account/set-up")
@who.at_step(Step.SET_UP)
def set_up() -> str:
    """Lead a person without a second factor to one."""
    return render_template("accounts/set_up.html", needs_passkey=queries.needs_passkey(who.person()))


@blueprint.route("/account/code-generator", methods=["GET", "POST"])
@who.at_step(Step.SET_UP)
def code_generator() -> Answer:
    """Add an app that makes codes, or put another in its place."""
    account = who.person()
    form, secret = GeneratorForm(who.must_give_password(account)), session.setdefault(GENERATOR, factors.new_secret())
    if form.validate_on_submit() and _is_same_person(form):
        if attempts.new_generator(account, secret, form.code.data):
            session.pop(GENERATOR)
            sessions.renew(Factor.TOTP)
            browsers.remember(account)
            return redirect(url_for("accounts.recovery_codes"), 303)
        form.code.errors = [attempts.WRONG_CODE]
    return form_page("accounts/code_generator.html", form, generator=factors.generator_of(account, secret))


@blueprint.post("/account/code-generator/remove")
@signed_in
def remove_code_generator() -> Response:
    """Take away the code generator, if there is a passkey."""
    with committing():
        factors.remove_generator(who.person())
    return redirect(url_for("accounts.show"), 303)


@blueprint.route("/account/passkeys", methods=["GET", "POST"])
@who.at_step(Step.SET_UP, Step.PASSKEY)
def passkeys_page() -> Answer:
    """Add a passkey."""
    account = who.person()
    form = PasskeyForm(who.must_give_password(account))
    if form.validate_on_submit() and _is_same_person(form):
        challenge = session.pop(CHALLENGE, "")
        if attempts.new_passkey(account, form.name.data, form.credential.data, challenge, site()):
            sessions.renew(Factor.PASSKEY)
            browsers.remember(account)
            has_codes = queries.count_recovery_codes(account)
            return go_on() if has_codes else redirect(url_for("accounts.recovery_codes"), 303)
        form.form_errors.append(passkeys.NOT_ADDED)
    return form_page("accounts/passkeys.html", form, is_needed=who.next_step() is Step.PASSKEY)


@blueprint.post("/account/passkeys/options")
@who.at_step(Step.SET_UP, Step.PASSKEY)
def new_passkey_options() -> dict[str, object]:
    """Return what the browser needs to make a passkey."""
    session[CHALLENGE] = challenge = passkeys.new_challenge()
    with committing():
        return passkeys.options_to_add(who.person(), challenge, site())


@blueprint.post("/account/passkeys/<int:passkey_id>/remove")
@signed_in
def remove_passkey(passkey_id: int) -> Response:
    """Take away one passkey, if another second factor that is enough stays."""
    with committing():
        passkeys.remove(who.person(), passkey_id)
    return redirect(url_for("accounts.show"), 303)


@blueprint.route("/account/recovery-codes", methods=["GET", "POST"])
@signed_in
def recovery_codes() -> Answer:
    """Make new recovery codes, which are shown this once."""
    account, codes = who.person(), list[str]()
    form = RecoveryCodesForm(who.must_give_password(account))
    if form.validate_on_submit() and _is_same_person(form):
        with committing():
            codes = codes_on_paper.make(account)
    left = queries.count_recovery_codes(account)
    return form_page("accounts/recovery_codes.html", form, codes=codes, left=left)


def _is_same_person(form: WithPresentPassword) -> bool:
    """Return whether the form brings the present password, where it asks for it, and say so there if it does not."""
    if form.current is None or attempts.same_person(who.person(), form.current.data):
        return True
    form.current.errors = [attempts.WRONG_PASSWORD]
    return False
