"""One sign-in at an issuer, from the request in this browser to the answer: authorization code with PKCE, state and
nonce. What was asked for is kept in the session here, so that only the browser that asked can use the answer.

Sources: OpenID Connect Core 1.0, section 3.1; RFC 9700, sections 2.1 and 4.4; RFC 9207; RFC 7636.
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from enum import StrEnum, auto
from hmac import compare_digest

from flask import current_app, session

from directory.clock import now
from directory.logs import logger
from directory.models import Issuer
from directory.office_accounts.connection import IssuerConnection, IssuerUnreachable
from directory.office_accounts.provider import UNUSABLE_ANSWER, Provider, issuer_connection, provider_of
from directory.office_accounts.tokens import OfficeTokenRefused, SignedIn, SigningKeyUnknown, read_id_token, sendable
from directory.vocabulary import OfficeFault

# The key of a session for the sign-in that was begun there.
BEGUN = "office"
LONGEST = timedelta(minutes=10)
# The longest time since the person signed in at the issuer, in seconds: as long as any session here.
MOST_AGE_SECONDS = 24 * 3600
SECRET_BYTES = 32
LONGEST_CODE_CHARACTERS = 4000


class Purpose(StrEnum):
    """What a person signs in at an issuer for."""

    SIGN_IN = auto()
    CONFIRM = auto()
    BIND = auto()
    ACCEPT = auto()


@dataclass(frozen=True)
class BegunSignIn:
    """What is kept of a sign-in until the answer comes. `account_id` is the person who confirms or binds. `values` are
    of the purpose."""

    issuer: str
    purpose: str
    language: str
    state: str
    nonce: str
    verifier: str
    at: float
    account_id: int | None = None
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OfficeAnswer:
    """The checked answer of an issuer. `token` is a refresh token or, if there is none, an access token; `token_kind`
    says which."""

    begun: BegunSignIn
    signed_in: SignedIn
    token: str
    token_kind: str


class SignInRefused(Exception):
    """A sign-in at an issuer was refused. `begun` is what was asked for, or None if this browser asked for nothing."""

    def __init__(self, fault: OfficeFault, begun: BegunSignIn | None = None) -> None:
        super().__init__(fault)
        self.fault, self.begun = fault, begun


def begin(issuer: Issuer, purpose: Purpose, language: str, account_id: int | None = None, **values: str) -> str:
    """Note a sign-in in this session and return the address at the issuer to which the browser goes. Raises
    SignInRefused. Ends the present transaction."""
    begun = BegunSignIn(
        issuer.public_id, purpose, language, _secret(), _secret(), _secret(), now().timestamp(), account_id, values
    )
    connection = issuer_connection()
    try:
        provider = provider_of(issuer, connection)
    except IssuerUnreachable as error:
        logger.warning("issuer_unreachable", issuer=begun.issuer, reason=str(error))
        raise SignInRefused(OfficeFault.UNREACHABLE, begun) from error
    asked = {"max_age": str(MOST_AGE_SECONDS)}
    if purpose is Purpose.CONFIRM:
        asked = {"max_age": "0", "prompt": "login"}
    if provider.acr_values:
        asked["acr_values"] = " ".join(sorted(provider.acr_values))
    # The mail address is asked for only where it is compared.
    scope = "openid email" if purpose is Purpose.ACCEPT else "openid"
    client = provider.client(connection, redirect_uri(begun.issuer), scope)
    address, _state = client.create_authorization_url(
        provider.metadata["authorization_endpoint"],
        state=begun.state,
        code_verifier=begun.verifier,
        nonce=begun.nonce,
        ui_locales=language,
        **asked,
    )
    session[BEGUN] = asdict(begun)
    return str(address)


def finish(issuer: Issuer, answer: Mapping[str, str]) -> OfficeAnswer:
    """Check the answer of an issuer to the sign-in that this browser began, and end this sign-in: an answer is used
    once. Raises SignInRefused. Ends the present transaction."""
    begun = _take_begun(issuer, answer)
    connection = issuer_connection()
    try:
        provider = provider_of(issuer, connection)
        _check_issuer(provider, answer, begun)
        if answer.get("error") or not 0 < len(answer.get("code", "")) <= LONGEST_CODE_CHARACTERS:
            raise SignInRefused(OfficeFault.STOPPED, begun)
        client = provider.client(connection, redirect_uri(begun.issuer), "openid")
        token = client.fetch_token(
            provider.metadata["token_endpoint"],
            grant_type="authorization_code",
            code=answer["code"],
            code_verifier=begun.verifier,
            redirect_uri=redirect_uri(begun.issuer),
        )
        id_token, access_token, refresh_token = (
            sendable(token.get(name)) for name in ("id_token", "access_token", "refresh_token")
        )
        signed_in = _read(issuer, provider, connection, id_token, begun.nonce, access_token)
    except IssuerUnreachable as error:
        raise _refused(OfficeFault.UNREACHABLE, begun, error) from error
    except (OfficeTokenRefused, *UNUSABLE_ANSWER) as error:
        raise _refused(OfficeFault.NOT_TRUSTED, begun, error) from error
    kind = "refresh" if refresh_token else "access" if access_token else ""
    return OfficeAnswer(begun, signed_in, refresh_token or access_token, kind)


def redirect_uri(issuer_id: str) -> str:
    """Return the address to which an issuer sends the browser back. Each issuer has its own (RFC 9700, 4.4.2)."""
    return f"{_site()}/oidc/{issuer_id}/callback"


def logout_uri(issuer_id: str) -> str:
    """Return the address to which an issuer sends its logout tokens."""
    return f"{_site()}/oidc/{issuer_id}/logout"


def _take_begun(issuer: Issuer, answer: Mapping[str, str]) -> BegunSignIn:
    """Return the sign-in to which an answer belongs, and take it out of the session."""
    kept = session.get(BEGUN)
    begun = BegunSignIn(**kept) if kept else None
    if begun is None or not compare_digest(begun.state.encode(), answer.get("state", "").encode()):
        logger.warning("factor_refused", what="account of an office", reason="state", account=None)
        raise SignInRefused(OfficeFault.NOT_BEGUN)
    session.pop(BEGUN)
    if begun.issuer != issuer.public_id:
        raise _refused(OfficeFault.OTHER_ISSUER, begun)
    if not 0 <= now().timestamp() - begun.at < LONGEST.total_seconds():
        raise _refused(OfficeFault.NOT_BEGUN, begun)
    return begun


def _check_issuer(provider: Provider, answer: Mapping[str, str], begun: BegunSignIn) -> None:
    named = answer.get("iss")
    must_be_named = provider.metadata.get("authorization_response_iss_parameter_supported") is True
    if (named is None and must_be_named) or (named is not None and named != provider.url):
        raise _refused(OfficeFault.OTHER_ISSUER, begun)


def _read(
    issuer: Issuer, provider: Provider, connection: IssuerConnection, id_token: str, nonce: str, access_token: str
) -> SignedIn:
    try:
        return read_id_token(provider, id_token, nonce, access_token)
    except SigningKeyUnknown:
        fresh = provider_of(issuer, connection, with_new_keys=True)
        return read_id_token(fresh, id_token, nonce, access_token)


def _refused(fault: OfficeFault, begun: BegunSignIn, error: Exception | None = None) -> SignInRefused:
    # Neither what the issuer wrote nor what the browser sent is logged: both may be secrets or forged.
    reason = str(error) if isinstance(error, OfficeTokenRefused | IssuerUnreachable) else type(error).__name__
    logger.warning("factor_refused", what="account of an office", reason=reason, fault=fault, issuer=begun.issuer)
    return SignInRefused(fault, begun)


def _secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def _site() -> str:
    return str(current_app.config["SETTINGS"].site_address)
