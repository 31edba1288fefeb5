"""Makes and revokes tokens of the API."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Account, ApiToken
from directory.people.queries import api_tokens
from directory.people.service.letters import tell
from directory.tokens import new_token, public_id

MOST_DAYS = 365
MOST_TOKENS = 50


def create(account: Account, scope: str, days: int, label: str) -> str:
    """Make a token, and mail its owner. Return the secret of the token, which cannot be read again.

    The caller checks that `days` is at most MOST_DAYS. Raises InvalidInput if the account already has MOST_TOKENS
    tokens that can be used.
    """
    if api_tokens.count_working(account) >= MOST_TOKENS:
        raise InvalidInput(_l("You have %(count)s tokens that work. Revoke one that is not needed.", count=MOST_TOKENS))
    secret, digest = new_token()
    token = ApiToken(
        public_id=public_id(),
        digest=digest,
        account_id=account.id,
        label=label,
        scope=scope,
        expires_at=clock.now() + timedelta(days=days),
    )
    db.session.add(token)
    db.session.flush()
    record(account.id, "token_made", ("account", str(account.id)), after={"scope": scope, "days": days})
    tell(account, "token_made", f"token:{token.public_id}:made", "account/tokens")
    return secret


def revoke(viewer: Viewer, public_id: str) -> None:
    """Revoke a token of the viewer's own account at once. Raises NotFound for any other token."""
    token = api_tokens.get_own(viewer, public_id)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        record(viewer.account_id, "token_revoked", ("account", str(token.account_id)))
