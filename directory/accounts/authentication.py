"""Takes what a person shows, and counts how often they try. Tells nobody which addresses are known."""

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
    """Return whose address and password these are, if they belong together and the person has access.

    Raises Overloaded, whoever is meant, before the try is counted.
    """
    with slot():
        attempt_limits.hit_address("sign_in_from")
        attempt_limits.hit_address("sign_in_to", normalized_address(email))
        account = get_by_address(email)
        secrets = secrets_of(account) if account is not None else None
        is_right = is_password(password, account, secrets)
    if not is_right:
        _log_refusal("password", account)
        return None
    attempt_limits.forget_address("sign_in_to", normalized_address(email))
    return account


def second_factor(account: Account, code: str) -> Factor | None:
    """Return which factor this code is, and take it; None for a wrong one."""
    _count_code(account, code)
    with committing():
        is_code = totp.take_code(account, code)
        is_recovery_code = not is_code and recovery_codes.take(account, code)
    if not is_code and not is_recovery_code:
        _log_refusal("code", account)
        return None
    _forget_codes(account)
    return Factor.TOTP if is_code else Factor.RECOVERY_CODE


def new_generator(account: Account, secret: str, code: str) -> bool:
    """Return whether a new code generator makes the right codes, and keep it if so."""
    attempt_limits.hit_address("code_from", account.id)
    with committing():
        is_right = totp.add_generator(account, secret, code)
    if is_right:
        _forget_codes(account)
    return is_right


def passkey(credential: str, challenge: str, site: str) -> Account | None:
    """Return whose passkey answered the challenge; None for one that is not good here, or no more."""
    attempt_limits.hit_address("passkey_from")
    try:
        with committing():
            return passkeys.take(credential, challenge, site)
    except InvalidInput:
        _log_refusal("passkey", None)
        return None


def new_passkey(account: Account, name: str, credential: str, challenge: str, site: str) -> bool:
    """Return whether a device confirmed a new passkey, and keep it if so."""
    try:
        with committing():
            passkeys.add(account, name, credential, challenge, site)
    except InvalidInput:
        _log_refusal("new passkey", account)
        return False
    return True


def same_person(account: Account, password: str) -> bool:
    """Return whether whoever sits there knows the password. Raises Overloaded before the try is counted."""
    with slot():
        attempt_limits.hit("confirmation", account.id)
        is_right = is_password(password, account, secrets_of(account))
    if not is_right:
        _log_refusal("confirmation", account)
        return False
    attempt_limits.forget("confirmation", account.id)
    return True


def new_password(account: Account, password: str, keep_session: int | None) -> None:
    """Set the password that a person chose; of their sessions the one named goes on."""
    with committing():
        service.set_password(account, password, keep_session)


def reset_password(token: str, account: Account, password: str) -> None:
    """Set the password that the person of a link chose. Raises Expired where the link was used meanwhile."""
    attempt_limits.hit("reset", account.id)
    with committing():
        service.set_password_by_mail(sign_in_links.use(token, LinkPurpose.RESET), password)


def ask_for_reset(email: str) -> None:
    """Send a link for a new password to a person of this address; for an unknown one the work is the same.

    Whoever asks may be a stranger: links sent before stay good, and there are never more than a few of them.
    """
    attempt_limits.hit_address("reset_from")
    attempt_limits.hit_address("reset_to", normalized_address(email))
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
    """Count a code that is tried; tell the person, once a day, when there were too many: their password is known.

    Six digits can be guessed in the end, so they are counted over all addresses, and no new password brings new
    guesses. A recovery code cannot: it stays the way in for whom another's guesses keep out.
    """
    try:
        attempt_limits.hit_address("code_from", account.id)
        if not recovery_codes.has_form(code):
            attempt_limits.hit("code", account.id)
    except LimitReached as reached:
        with committing():
            send(account, "codes_refused", "account/reset", once=f"{now():%Y-%m-%d}")
        raise LimitReached(reached.wait_seconds, MANY_CODES) from reached


def _forget_codes(account: Account) -> None:
    attempt_limits.forget_address("code_from", account.id)
    attempt_limits.forget("code", account.id)


def _log_refusal(what: str, account: Account | None) -> None:
    """Log that something was refused: whose account it was aimed at by its number, never what was typed."""
    logger.warning("factor_refused", what=what, account=account.id if account else None)
