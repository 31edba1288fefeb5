"""Authenticates programs: a request to the API with a token acts as the account of the token."""

from flask import g, request

from directory.access.current_viewer import SAFE_METHODS
from directory.accounts import attempt_limits
from directory.accounts.queries import viewer_of
from directory.errors import NotPermitted, SignInNeeded, TokenRefused
from directory.models import ApiToken
from directory.people.queries import api_tokens

SCHEME = "Bearer "
LONGEST_TOKEN_CHARACTERS = 100


def authenticate_token() -> None:
    """Make the account of the request's token the viewer of the request.

    Do nothing if the request has no header `Authorization`. Raises TokenRefused for an invalid token, LimitReached
    after too many invalid tokens, and NotPermitted for a write that the token does not allow.
    """
    if "Authorization" not in request.headers:
        return
    header = request.headers["Authorization"]
    secret = header.removeprefix(SCHEME)
    token = None
    if header.startswith(SCHEME) and 0 < len(secret) <= LONGEST_TOKEN_CHARACTERS:
        token = api_tokens.of_secret(secret)
    if token is None:
        attempt_limits.count_attempt_from_address("api_token")
        raise TokenRefused
    if request.method not in SAFE_METHODS and token.scope != "write":
        raise NotPermitted
    g.viewer, g.api_token = viewer_of(token.account), token


def current_token() -> ApiToken:
    """Return the token of this request. Raises SignInNeeded if the request has none."""
    token: ApiToken | None = g.get("api_token")
    if token is None:
        raise SignInNeeded
    return token
