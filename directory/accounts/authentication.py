"""Checks the factors that people show, and counts the attempts. No answer reveals which mail addresses are known.

Functions that change something open their own write transaction: call them outside `committing`.
"""

from flask_babel import lazy_gettext as _l

from directory.accounts import attempt_limits, passkeys, recovery_codes, service, sign_in_links, totp
from directory.accounts.notices import send
from directory.accounts.passwords import is_password
from directory.accounts.queries import get_by_address, normalized_address, secrets_of
from directory.accounts.sessions import Factor
from directory.accounts.sign_in_links import LinkPurpose
from directory.clock import now
from directory.errors import InvalidInput, LimitReached
from directory.logs import logger
from directory.models import Account
from directory.transaction import committing
from directory.web.concurrency_limit import slot

WRONG_FIRST = _l("Mail address or password is wrong. Both are compared letter by letter; check capitals and keyboard.")
WRONG_PASSWORD = _l("This is not your password.")
WRONG_CODE = _l("This code is wrong, too old or used already. Wait for the next one; each is good once.")
MANY_CODES = _l(
    "Too many codes were tried for your account. A passkey lets you in at once, a recovery code in a quarter of an"
    " hour; whoever looks after your account can let you begin again."
)


def first_factor(email: str, password: str) -> Account | None:
    """Return the active account with this address and password, or None if there is no such account. Known and unknown
    addresses are treated alike.

    Raises LimitReached after too many attempts, and Overloaded if too many passwords are being checked at the same
    time.
    """
    with slot():
        attempt_limits.count_attempt_from_address("sign_in_from")
        attempt_limits.count_attempt_from_address("sign_in_to", normalized_address(email))
        account = get_by_address(email)
        secrets = secrets_of(account) if account is not None else None
        is_right = is_password(password, account, secrets)
    if not is_right:
        _log_refusal("password", account)
        return None
    attempt_limits.forget_address("sign_in_to", normalized_address(email))
    return account


def second_factor(account: Account, code: str) -> Factor | None:
    """Check a one-time or recovery code, and use the code up. Return the factor that the code shows, or None if the
    code is wrong. Raises LimitReached after too many attempts."""
    _count_code(account, code)
    with committing():
        is_code = totp.use_code(account, code)
        is_recovery_code = not is_code and recovery_codes.use(account, code)
    if not is_code and not is_recovery_code:
        _log_refusal("code", account)
        return None
    _forget_codes(account)
    return Factor.TOTP if is_code else Factor.RECOVERY_CODE


def new_generator(account: Account, secret: str, code: str) -> bool:
    """Store a new code generator if its first code is right. Return whether the code is right. Raises LimitReached
    after too many attempts."""
    attempt_limits.count_attempt_from_address("code_from", account.id)
    with committing():
        is_right = totp.add_generator(account, secret, code)
    if is_right:
        _forget_codes(account)
    return is_right


def sign_in_by_passkey(credential: str, challenge: str, site: str) -> Account | None:
    """Return the account whose passkey signed the challenge, or None if the passkey is refused. `site` is this site's
    address.

    Raises LimitReached after too many attempts.
    """
    attempt_limits.count_attempt_from_address("passkey_from")
    try:
        with committing():
            return passkeys.verify(credential, challenge, site)
    except InvalidInput:
        _log_refusal("passkey", None)
        return None


def add_passkey(account: Account, name: str, credential: str, challenge: str, site: str) -> bool:
    """Store a new passkey and return True, or return False if the passkey is refused. `site` is this site's address."""
    try:
        with committing():
            passkeys.add(account, name, credential, challenge, site)
    except InvalidInput:
        _log_refusal("new passkey", account)
        return False
    return True


def confirm_password(account: Account, password: str) -> bool:
    """Return whether `password` is the password of the account. Raises LimitReached after too many attempts, and
    Overloaded if too many passwords are being checked at the same time."""
    with slot():
        attempt_limits.count_attempt("confirmation", account.id)
        is_right = is_password(password, account, secrets_of(account))
    if not is_right:
        _log_refusal("confirmation", account)
        return False
    attempt_limits.forget("confirmation", account.id)
    return True


def change_password(account: Account, password: str, keep_session: int | None) -> None:
    """Set a password that the caller has checked with `passwords.fault_of`. All sessions end except the one with the id
    `keep_session`.

    If the person had a password, all secret addresses and tokens end too.
    """
    with committing():
        service.set_password(account, password, keep_session)


def reset_password(token: str, account: Account, password: str) -> None:
    """Set the password that a person chose with a mailed link. The link becomes invalid, and all sessions, secret
    addresses, tokens and recovery codes of the person end.

    Raises Expired if the link was used meanwhile, and LimitReached after too many attempts.
    """
    attempt_limits.count_attempt("reset", account.id)
    with committing():
        service.set_password_by_mail(sign_in_links.use(token, LinkPurpose.RESET), password)


def ask_for_reset(email: str) -> None:
    """Mail a link for a new password. If MOST_RESETS links of the person are still valid, no further link is mailed.
    For an unknown address, the call takes the same time. Raises LimitReached after too many requests."""
    attempt_limits.count_attempt_from_address("reset_from")
    attempt_limits.count_attempt_from_address("reset_to", normalized_address(email))
    with committing():
        account = get_by_address(email)
        may_have = (
            account is not None and account.active and sign_in_links.count_open(account) < sign_in_links.MOST_RESETS
        )
        known = account if may_have else None
        token = sign_in_links.make(known, LinkPurpose.RESET)
        if known is not None:
            send(known, "password_reset", f"account/reset/{token}")


def _count_code(account: Account, code: str) -> None:
    try:
        attempt_limits.count_attempt_from_address("code_from", account.id)
        # One-time codes have only six digits and could be guessed, so they are also counted over all addresses
        # together.
        if not recovery_codes.has_form(code):
            attempt_limits.count_attempt("code", account.id)
    except LimitReached as reached:
        with committing():
            send(account, "codes_refused", "account/reset", once=f"{now():%Y-%m-%d}")
        raise LimitReached(reached.wait_seconds, MANY_CODES) from reached


def _forget_codes(account: Account) -> None:
    attempt_limits.forget_address("code_from", account.id)
    attempt_limits.forget("code", account.id)


def _log_refusal(what: str, account: Account | None) -> None:
    # The text that was typed is never logged.
    logger.warning("factor_refused", what=what, account=account.id if account else None)
