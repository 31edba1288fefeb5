"""An issuer on this machine, of the server parts of Authlib: discovery, authorization code with PKCE, ID tokens,
refresh tokens, userinfo, RFC 9207, back-channel logout. It speaks https under its own name, and can be told to lie.
"""

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter
from authlib.oidc.core import OpenIDCode as OpenIDCodeExtension
from authlib.oidc.core import UserInfo
from flask import Flask, jsonify, request
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from werkzeug.serving import make_server

from directory.office_accounts.tokens import LOGOUT_EVENT
from tests.webhooks.receiver import write_certificate

CLIENT_ID, CLIENT_SECRET = "counterpart", "secret-of-the-site"
Claims = dict[str, Any]


@dataclass
class Person:
    """Somebody with an account at the issuer."""

    subject: str
    email: str = ""
    email_verified: bool = False
    amr: list[str] = field(default_factory=lambda: ["pwd"])
    acr: str = ""
    sid: str = ""

    def get_user_id(self) -> str:
        return self.subject


class Client(ClientMixin):
    """This site, as the issuer knows it."""

    def __init__(self) -> None:
        self.redirect_uris: set[str] = set()

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in ("authorization_code", "refresh_token")


@dataclass
class Code(AuthorizationCodeMixin):
    person: Person
    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    auth_time: int

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> str:
        return self.person.acr

    def get_amr(self) -> list[str]:
        return self.person.amr


@dataclass
class Token(TokenMixin):
    person: Person
    client: Client
    access_token: str
    refresh_token: str
    scope: str

    def check_client(self, client: Client) -> bool:
        return client is self.client

    def get_scope(self) -> str:
        return self.scope

    def get_expires_in(self) -> int:
        return 300

    def is_expired(self) -> bool:
        return False

    def is_revoked(self) -> bool:
        return False

    def get_user(self) -> Person:
        return self.person

    def get_client(self) -> Client:
        return self.client


class Issuer:
    """The issuer. What follows is for tests to set:

    - `forge` changes the claims of the next ID tokens; `sign` signs them otherwise than the issuer would
    - `metadata` replaces values of the description, and `body` every answer
    - `gives_refresh_tokens`, and `auth_time`, when people signed in there (None for now)
    - `answers` is whether the server answers at all
    """

    def __init__(self, host: str) -> None:
        self.host, self.url, self.port = host, f"https://{host}", 0
        self.client, self.key = Client(), RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.people: dict[str, Person] = {}
        self.codes: dict[str, Code] = {}
        self.tokens: list[Token] = []
        self.ended: set[str] = set()
        self.asked: list[str] = []
        self.reset()
        self.app = make_app(self)

    def reset(self) -> None:
        self.forge: Callable[[Claims], Claims] = lambda claims: claims
        self.sign: Callable[[Claims], str] = self.signed
        self.metadata: dict[str, Any] = {}
        self.body = ""
        self.gives_refresh_tokens, self.answers, self.auth_time = True, True, None
        self.people.clear(), self.tokens.clear(), self.ended.clear(), self.asked.clear()
        self.codes.clear()

    def person(self, subject: str, **values: Any) -> Person:
        """Add somebody. Without `email_verified` the mail address is not verified."""
        self.people[subject] = Person(subject, sid=f"session of {subject}", **values)
        return self.people[subject]

    def signed(self, claims: Claims, alg: str = "RS256", **header: str) -> str:
        return jwt.encode({"alg": alg, "kid": "first", **header}, claims, self.key, [alg])

    def signed_by_public_key(self, claims: Claims) -> str:
        """Sign by HS256, with the public key as the secret that both sides know. No library does that any more."""
        text = _parts({"alg": "HS256", "kid": "first"}, claims)
        return f"{text}.{_encoded(hmac.digest(self.key.as_pem(private=False), text.encode(), 'sha256'))}"

    def unsigned(self, claims: Claims) -> str:
        return _parts({"alg": "none", "kid": "first"}, claims) + "."

    def signed_by_another(self, claims: Claims) -> str:
        key = ECKey.generate_key("P-256", {"kid": "first"})
        return jwt.encode({"alg": "ES256", "kid": "first"}, claims, key, ["ES256"])

    def logout_token(self, person: Person | None = None, **changed: Any) -> str:
        """Return a logout token for the session of a person. A claim that is changed to None is left out."""
        now = int(time.time())
        named = {"sub": person.subject, "sid": person.sid} if person else {}
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 120,
            "jti": "one",
            "events": {LOGOUT_EVENT: {}},
            **named,
            **changed,
        }
        whole = {name: value for name, value in claims.items() if value is not None}
        return self.sign(whole) if self.sign != self.signed else self.signed(whole, typ="logout+jwt")

    def end_session(self, person: Person) -> None:
        """End the session of somebody who left or was shut out."""
        self.ended.add(person.sid)

    def let_in(self, address: str, subject: str) -> str:
        """Sign a person in at the address to which the browser was sent. Return where the browser is sent back to."""
        query = urlsplit(address).query
        answer = self.app.test_client().post(f"/authorize?{query}", data={"person": subject}, base_url=self.url)
        assert answer.status_code == 302, answer.text
        return answer.location


def _parts(header: Claims, claims: Claims) -> str:
    return f"{_encoded(json.dumps(header).encode())}.{_encoded(json.dumps(claims).encode())}"


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def query_of(address: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def with_query(address: str, **changed: str | None) -> str:
    """Return an address with changed parameters. None leaves one out."""
    query = {name: value for name, value in {**query_of(address), **changed}.items() if value is not None}
    return urlsplit(address)._replace(query=urlencode(query)).geturl()


def make_app(issuer: Issuer) -> Flask:
    """Return the web application of an issuer."""
    app = Flask("issuer")
    app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
    add_pages(app, issuer, make_server_parts(app, issuer))
    return app


def make_server_parts(app: Flask, issuer: Issuer) -> AuthorizationServer:  # noqa: C901 (the grants are classes)
    """Return Authlib's server of an issuer."""

    def save_token(token: dict[str, Any], asked: Any) -> None:
        issuer.tokens.append(
            Token(asked.user, issuer.client, token["access_token"], token.get("refresh_token", ""), token["scope"])
        )

    class CodeGrant(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, asked: Any) -> None:
            sent = asked.payload.data
            issuer.codes[code] = Code(
                asked.user,
                code,
                sent["redirect_uri"],
                sent["scope"],
                sent["nonce"],
                sent["code_challenge"],
                sent["code_challenge_method"],
                issuer.auth_time or int(time.time()),
            )

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return issuer.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            issuer.codes.pop(authorization_code.code)

        def authenticate_user(self, authorization_code: Code) -> Person:
            return authorization_code.person

    class RefreshGrant(RefreshTokenGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)
        INCLUDE_NEW_REFRESH_TOKEN = True

        def authenticate_refresh_token(self, refresh_token: str) -> Token | None:
            known = next((one for one in issuer.tokens if one.refresh_token == refresh_token), None)
            return None if known is None or known.person.sid in issuer.ended else known

        def authenticate_user(self, refresh_token: Token) -> Person:
            return refresh_token.person

        def revoke_old_credential(self, refresh_token: Token) -> None:
            issuer.tokens.remove(refresh_token)

    class IdToken(OpenIDCodeExtension):
        def exists_nonce(self, nonce: str, asked: Any) -> bool:
            return False

        def get_client_algorithm(self, client: Client) -> str:
            return "RS256"

        def resolve_client_private_key(self, client: Client) -> RSAKey:
            return issuer.key

        def get_client_claims(self, client: Client) -> Claims:
            return {"iss": issuer.url}

        def generate_user_info(self, user: Person, scope: str) -> UserInfo:
            told = UserInfo(sub=user.subject, sid=user.sid)
            if "email" in scope:
                told |= {"email": user.email, "email_verified": user.email_verified}
            return told

        def process_token(self, grant: Any, response: Any) -> Any:
            token = super().process_token(grant, response)
            if not issuer.gives_refresh_tokens:
                token.pop("refresh_token", None)
            claims = issuer.forge(jwt.decode(token["id_token"], issuer.key).claims)
            token["id_token"] = issuer.sign(claims)
            return token

    class NamesItself(IssuerParameter):
        def get_issuer(self) -> str:
            return issuer.url

    server = AuthorizationServer(app, lambda client_id: issuer.client if client_id == CLIENT_ID else None, save_token)
    server.register_grant(CodeGrant, [CodeChallenge(required=True), IdToken()])
    server.register_grant(RefreshGrant)
    server.register_extension(NamesItself())
    return server


def add_pages(app: Flask, issuer: Issuer, server: AuthorizationServer) -> None:
    """Add the pages and addresses of an issuer to its application."""

    @app.before_request
    def note() -> Any:
        issuer.asked.append(request.path)
        return (issuer.body or None) if issuer.answers else ("", 503)

    @app.get("/.well-known/openid-configuration")
    def describe() -> Any:
        return jsonify(
            {
                "issuer": issuer.url,
                "authorization_endpoint": f"{issuer.url}/authorize",
                "token_endpoint": f"{issuer.url}/token",
                "userinfo_endpoint": f"{issuer.url}/userinfo",
                "jwks_uri": f"{issuer.url}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
                "backchannel_logout_supported": True,
                "backchannel_logout_session_supported": True,
                **issuer.metadata,
            }
        )

    @app.get("/keys")
    def keys() -> Any:
        return jsonify({"keys": [issuer.key.as_dict(private=False)]})

    @app.get("/authorize")
    def ask() -> str:
        choices = "".join(f"<option>{one}</option>" for one in issuer.people)
        return (
            "<!doctype html><html lang=en><title>Office</title><h1>Sign in at the office</h1><form method=post>"
            f"<label>Person <select name=person>{choices}</select></label><button>Let me in</button></form>"
        )

    @app.post("/authorize")
    def authorize() -> Any:
        person = issuer.people[request.form["person"]]
        issuer.ended.discard(person.sid)
        grant = server.get_consent_grant(end_user=person)
        return server.create_authorization_response(grant_user=person, grant=grant)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.get("/userinfo")
    def userinfo() -> Any:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        known = next((one for one in issuer.tokens if one.access_token == sent), None)
        if known is None or known.person.sid in issuer.ended:
            return "", 401
        return jsonify({"sub": known.person.subject})


@contextmanager
def serving(folder: Path, host: str) -> Iterator[Issuer]:
    """Serve an issuer under a name of its own. Its certificate is `HOST.pem` in `folder`."""
    issuer, certificate = Issuer(host), str(write_certificate(folder / f"{host}.pem", host))
    server = make_server("127.0.0.1", 0, issuer.app, threaded=True, ssl_context=(certificate, certificate))
    issuer.port = server.server_port
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
