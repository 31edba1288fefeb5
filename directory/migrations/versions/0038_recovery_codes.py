"""Recovery codes as hashes: those that lay encrypted are opened once more, with whichever of the ENCRYPTION_KEYS does.

Down again nobody has any: no key opens a hash. People make new ones on their own page.

Revision ID: 0038
Revises: 0037
Create Date: 2026-11-29 17:00:00.000000

"""
import base64

from alembic import op
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app
import sqlalchemy as sa

from directory.accounts.recovery_codes import hash_of_code
from directory.key_derivation import derive


revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None

secrets = sa.table(
    'account_secrets', sa.column('account_id'), sa.column('user_handle'), sa.column('recovery_codes', sa.JSON())
)


def upgrade():
    keys = (derive(key, 'recovery codes') for key in current_app.config['SETTINGS'].encryption_keys)
    opener = MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
    for row in op.get_bind().execute(sa.select(secrets)).all():
        if row.recovery_codes:
            _set(row.account_id, [hash_of_code(code, row.user_handle) for code in _opened(opener, row.recovery_codes)])


def downgrade():
    for row in op.get_bind().execute(sa.select(secrets)).all():
        if row.recovery_codes:
            _set(row.account_id, [])


def _set(account_id, codes):
    op.get_bind().execute(sa.update(secrets).where(secrets.c.account_id == account_id).values(recovery_codes=codes))


def _opened(opener, codes):
    """Yield the decrypted codes, without hyphens. Codes that no key decrypts are left out: nobody could use them."""
    for code in codes:
        try:
            yield opener.decrypt(code.encode()).decode().replace('-', '')
        except InvalidToken:
            continue
