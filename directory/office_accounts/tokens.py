"""Checks the signed tokens of an issuer: ID tokens, and logout tokens.

Sources: OpenID Connect Core 1.0, section 3.1.3.7; OpenID Connect Back-Channel Logout 1.0, section 2.6; RFC 8725.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from directory import clock
from directory.models.office_account import SUBJECT_CHARACTERS
from directory.office_accounts.provider import Provider

LEEWAY_SECONDS = 60
# The oldest token that is taken, however long it says to be valid.
OLDEST = timedelta(minutes=10)
LONGEST_TOKEN_CHARACTERS = 20_000
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_TYPE = "logout+jwt"


class OfficeTokenRefused(Exception):
    """A token cannot be trusted. The message says why, for the log; it contains nothing of the token."""


class SigningKeyUnknown(OfficeTokenRefused):
    """The issuer may have a new key: the token names one that was not read."""


@dataclass(frozen=True)
class SignedIn:
    """What an ID token says: who signed in, when, in which session there, and whether two factors were shown that count
    here. `address` is the mail address if the issuer has verified it, otherwise empty."""

    subject: str
    at: datetime
    sid: str
    has_shown_two: bool
    address: str


@dataclass(frozen=True)
class LoggedOut:
    """What a logout token says: a person or a session that ended before `at`. One of the two may be empty."""

    subject: str
    sid: str
    at: datetime


def sendable(token: object) -> str:
    """Return a token, or "" if it is none that can be sent. Source: RFC 6749, appendix A."""
    is_sendable = isinstance(token, str) and token.isascii() and token.isprintable()
    return str(token) if is_sendable and len(str(token)) <= LONGEST_TOKEN_CHARACTERS else ""


def read_id_token(provider: Provider, token: str, nonce: str, access_token: str) -> SignedIn:
    """Return what an ID token says. Raises OfficeTokenRefused unless the issuer signed it for this site, just now, in
    answer to the request with this `nonce`."""
    header, claims = _decoded(provider, token)
    if header.get("typ", "JWT") == LOGOUT_TYPE or "events" in claims:
        raise OfficeTokenRefused("no ID token")
    options = {
        "iss": {"essential": True, "value": provider.url},
        "aud": {"essential": True, "value": provider.client_id},
    }
    params = {
        "nonce": nonce,
        "client_id": provider.client_id,
        "access_token": access_token,
        # Sent with each request, so that `auth_time` must be there.
        "max_age": True,
    }
    checked = CodeIDToken(claims, header, options, params)
    _validate(checked)
    at = min(_instant(claims, "auth_time"), clock.now())
    if at < clock.now() - timedelta(days=1):
        raise OfficeTokenRefused("sign-in too long ago")
    return SignedIn(_subject(claims), at, _sid(claims), _has_shown_two(provider, claims), _verified_address(claims))


def read_logout_token(provider: Provider, token: str) -> LoggedOut:
    """Return what a logout token says. Raises OfficeTokenRefused unless the issuer signed it for this site, just
    now."""
    header, claims = _decoded(provider, token)
    events = claims.get("events")
    if str(header.get("typ", LOGOUT_TYPE)).lower() not in (LOGOUT_TYPE, "jwt"):
        raise OfficeTokenRefused("type")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict) or "nonce" in claims:
        raise OfficeTokenRefused("no logout token")
    options: Any = {
        "iss": {"essential": True, "value": provider.url},
        "aud": {"essential": True, "value": provider.client_id},
        **{name: {"essential": True} for name in ("iat", "exp", "jti")},
    }
    try:
        jwt.JWTClaimsRegistry(_seconds(), LEEWAY_SECONDS, **options).validate(dict(claims))
    except (JoseError, TypeError, ValueError) as error:
        raise OfficeTokenRefused(_reason(error)) from error
    _require_recent(claims)
    subject = _subject(claims) if "sub" in claims else ""
    if not subject and not _sid(claims):
        raise OfficeTokenRefused("names nobody")
    return LoggedOut(subject, _sid(claims), _instant(claims, "iat"))


def _decoded(provider: Provider, token: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return header and claims of a token that the issuer signed by one of its public keys."""
    try:
        keys = KeySet.import_key_set(dict(provider.keys))  # type: ignore[arg-type]
        decoded = jwt.decode(token, keys, algorithms=provider.algorithms)
    except InvalidKeyIdError as error:
        raise SigningKeyUnknown("key") from error
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise OfficeTokenRefused(_reason(error)) from error
    return decoded.header, decoded.claims


def _validate(checked: CodeIDToken) -> None:
    try:
        checked.validate(_seconds(), LEEWAY_SECONDS)
    except (JoseError, TypeError, ValueError, AttributeError) as error:
        raise OfficeTokenRefused(_reason(error)) from error
    _require_recent(checked)


def _require_recent(claims: Mapping[str, Any]) -> None:
    if abs(clock.now() - _instant(claims, "iat")) > OLDEST:
        raise OfficeTokenRefused("too old")


def _instant(claims: Mapping[str, Any], name: str) -> datetime:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise OfficeTokenRefused(name)
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise OfficeTokenRefused(name) from error


def _subject(claims: Mapping[str, Any]) -> str:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject or len(subject) > SUBJECT_CHARACTERS or not subject.isprintable():
        raise OfficeTokenRefused("sub")
    return subject


def _sid(claims: Mapping[str, Any]) -> str:
    sid = claims.get("sid", "")
    if not isinstance(sid, str) or len(sid) > SUBJECT_CHARACTERS or not (sid.isprintable() or sid == ""):
        raise OfficeTokenRefused("sid")
    return sid


def _has_shown_two(provider: Provider, claims: Mapping[str, Any]) -> bool:
    amr = claims.get("amr")
    methods = {one for one in amr if isinstance(one, str)} if isinstance(amr, list) else set()
    acr = claims.get("acr")
    return (isinstance(acr, str) and acr in provider.acr_values) or bool(methods & provider.amr_values)


def _verified_address(claims: Mapping[str, Any]) -> str:
    address = claims.get("email")
    return address if isinstance(address, str) and claims.get("email_verified") is True else ""


def _seconds() -> int:
    return int(clock.now().timestamp())


def _reason(error: Exception) -> str:
    return f"{type(error).__name__} {getattr(error, 'claim', '') or ''}".strip()
