"""The authority of a draft.

Revision ID: 0028
Revises: 0024
Create Date: 2026-11-26 08:16:21.402187

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0028'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('authority_key', sa.String(length=160), nullable=False, server_default=''))
    op.execute(
        "UPDATE draft SET authority_key = "
        "COALESCE((SELECT account.authority_key FROM account WHERE account.id = draft.owner_id), '')"
    )


def downgrade():
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_column('authority_key')
