"""What an issuer publishes of itself: its addresses and its public keys. Both are kept for an hour.

Sources: OpenID Connect Discovery 1.0, sections 3 and 4; RFC 9207, section 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.discovery import OpenIDProviderMetadata
from flask import Flask, current_app

from directory import clock
from directory.config import Config
from directory.envelope_encryption import NotOpened
from directory.extensions import db
from directory.models import Issuer
from directory.office_accounts.connection import IssuerConnection, IssuerUnreachable, https_parts
from directory.office_accounts.encryption import open_client_secret
from directory.sources.public_hosts import FetchRefused, endpoint_of
from directory.transaction import committing

DISCOVERY = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
# What is kept of the description.
KEPT = (
    "issuer",
    *ENDPOINTS,
    "token_endpoint_auth_methods_supported",
    "id_token_signing_alg_values_supported",
    "authorization_response_iss_parameter_supported",
    "backchannel_logout_supported",
)
AUTH_METHODS = ("client_secret_basic", "client_secret_post")
# Only signatures by a key of which this site knows the public half. Source: RFC 8725, 3.1 and 3.2.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
KEY_TYPES = ("RSA", "EC", "OKP")
# What Authlib raises for an answer that is not as it should be. It converts times without a check of their type.
UNUSABLE_ANSWER = (AuthlibBaseError, ValueError, TypeError, OverflowError)
MOST_KEYS = 20
KEPT_FOR = timedelta(hours=1)
# Keys that are not known are looked for at most this often, so that forged tokens do not have an issuer asked again and
# again.
KEYS_READ_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Provider:
    """An issuer as a request needs it while no transaction is open."""

    number: int
    public_id: str
    url: str
    client_id: str
    client_secret: str
    acr_values: frozenset[str]
    amr_values: frozenset[str]
    metadata: Mapping[str, Any]
    keys: Mapping[str, Any]

    @property
    def algorithms(self) -> list[str]:
        """The algorithms that the issuer signs with and that are allowed here."""
        named = self.metadata.get("id_token_signing_alg_values_supported", [])
        return [one for one in ALGORITHMS if one in named]

    def client(self, connection: IssuerConnection, redirect_uri: str, scope: str) -> OAuth2Client:
        """Return Authlib's client of this issuer."""
        supported = self.metadata.get("token_endpoint_auth_methods_supported", AUTH_METHODS[:1])
        return OAuth2Client(
            connection,
            self.client_id,
            self.client_secret,
            token_endpoint_auth_method=next(one for one in AUTH_METHODS if one in supported),
            scope=scope,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )


def configure_issuers(app: Flask, config: Config) -> None:
    """Let the app ask issuers at public hosts, and at those that the operator allows."""
    app.extensions["issuer_connection"] = IssuerConnection(partial(endpoint_of, inside=config.issuer_hosts))


def issuer_connection() -> IssuerConnection:
    """Return the connection by which this app asks issuers."""
    connection: IssuerConnection = current_app.extensions["issuer_connection"]
    return connection


def read_metadata(connection: IssuerConnection, url: str) -> dict[str, Any]:
    """Return what an issuer says of itself. Raises IssuerUnreachable if it gives no answer, names another issuer, or
    lacks what is needed here."""
    metadata = _read_object(connection, url.rstrip("/") + DISCOVERY)
    if metadata.get("issuer") != url:
        raise IssuerUnreachable("names another issuer")
    try:
        OpenIDProviderMetadata(metadata).validate()
        for name in ENDPOINTS:
            if metadata.get(name):
                https_parts(metadata[name])
    except (ValueError, TypeError, AttributeError, FetchRefused) as error:
        raise IssuerUnreachable(f"unusable description: {error}") from error
    methods = metadata.get("token_endpoint_auth_methods_supported", AUTH_METHODS[:1])
    if not any(one in methods for one in AUTH_METHODS) or not metadata.get("token_endpoint"):
        raise IssuerUnreachable("no common way to the token")
    return {name: metadata[name] for name in KEPT if name in metadata}


def read_keys(connection: IssuerConnection, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the public keys with which an issuer signs. Raises IssuerUnreachable if there is none."""
    found = _read_object(connection, metadata["jwks_uri"]).get("keys")
    keys = [one for one in found if _signs(one)][:MOST_KEYS] if isinstance(found, list) else []
    if not keys:
        raise IssuerUnreachable("no keys")
    return {"keys": keys}


def provider_of(issuer: Issuer, connection: IssuerConnection, *, with_new_keys: bool = False) -> Provider:
    """Return an issuer for use outside a transaction. What it publishes is read anew if that was read too long ago, or
    if `with_new_keys` and the last minute has not seen it. Raises IssuerUnreachable.

    Ends the present transaction; do not call this inside `committing`.
    """
    age = None if issuer.read_at is None else clock.now() - issuer.read_at
    is_old = age is None or age >= KEPT_FOR or (with_new_keys and age >= KEYS_READ_EVERY)
    number, url = issuer.id, issuer.url
    if is_old:
        # No transaction stays open while the issuer is slow.
        db.session.rollback()
        metadata = read_metadata(connection, url)
        keys = read_keys(connection, metadata)
        with committing():
            issuer = db.session.get_one(Issuer, number)
            issuer.metadata_read, issuer.keys_read, issuer.read_at = metadata, keys, clock.now()
    provider = _provider(issuer)
    db.session.rollback()
    return provider


def _provider(issuer: Issuer) -> Provider:
    try:
        secret = open_client_secret(issuer)
    except NotOpened as error:
        raise IssuerUnreachable("secret not opened") from error
    return Provider(
        issuer.id,
        issuer.public_id,
        issuer.url,
        issuer.client_id,
        secret,
        frozenset(issuer.acr_values),
        frozenset(issuer.amr_values),
        issuer.metadata_read,
        issuer.keys_read,
    )


def _read_object(connection: IssuerConnection, address: str) -> dict[str, Any]:
    answer = connection.get(address)
    try:
        content = answer.json() if answer.status_code == 200 else None
    except ValueError:
        content = None
    if content is None:
        raise IssuerUnreachable(f"answer {answer.status_code}, or no object")
    return content


def _signs(key: object) -> bool:
    return isinstance(key, dict) and key.get("kty") in KEY_TYPES and key.get("use", "sig") == "sig"
