"""Up to which act of a request deliveries of a webhook were queued.

Revision ID: 0096
Revises: 0095
Create Date: 2026-12-02 20:50:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0096'
down_revision = '0095'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('webhook') as batch_op:
        batch_op.add_column(sa.Column('request_position', sa.Integer(), nullable=False, server_default='0'))
    # A webhook is told of what happens from now on.
    op.execute('UPDATE webhook SET request_position = (SELECT coalesce(max(id), 0) FROM docket_act)')
    with op.batch_alter_table('webhook') as batch_op:
        batch_op.alter_column('request_position', server_default=None)


def downgrade():
    with op.batch_alter_table('webhook') as batch_op:
        batch_op.drop_column('request_position')
