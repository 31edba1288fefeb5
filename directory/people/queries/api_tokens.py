"""Reads tokens of the API."""

from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, ApiToken
from directory.tokens import digest_of


def of_secret(secret: str) -> ApiToken | None:
    """Return the token with this secret. Return None if the token is unknown, revoked or too old, or if its account has
    ended."""
    query = (
        select(ApiToken)
        .join(Account)
        .where(ApiToken.digest == digest_of(secret), ApiToken.revoked_at.is_(None), Account.active)
    )
    token = db.session.scalar(query)
    return token if token is not None and clock.now() < token.expires_at else None


def get_own(viewer: Viewer, public_id: str) -> ApiToken:
    """Return a token of the viewer's own account. Raises NotFound for any other token."""
    query = select(ApiToken).where(ApiToken.public_id == public_id, ApiToken.account_id == viewer.account_id)
    token = db.session.scalar(query)
    if token is None:
        raise NotFound
    return token


def count_working(account: Account) -> int:
    """Return the number of tokens of an account that can still be used."""
    return len(list_working(account))


def list_working(account: Account) -> list[ApiToken]:
    """Return the tokens of an account that can still be used, newest first. Pass the viewer's own account."""
    mine = ApiToken.account_id == account.id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > clock.now()
    return list(db.session.scalars(select(ApiToken).where(*mine).order_by(ApiToken.id.desc())))


def list_of(account: Account) -> list[ApiToken]:
    """Return the tokens of an account, newest first. Pass the viewer's own account."""
    query = select(ApiToken).where(ApiToken.account_id == account.id).order_by(ApiToken.id.desc())
    return list(db.session.scalars(query))
