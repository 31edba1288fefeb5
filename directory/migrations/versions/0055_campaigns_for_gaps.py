"""Campaigns that ask one authority for facts that the directory lacks about it.

Revision ID: 0055
Revises: 0054
Create Date: 2026-12-01 00:15:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0055'
down_revision = '0054'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('campaign', schema=None) as batch_op:
        batch_op.add_column(sa.Column('asks_for_gaps', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    with op.batch_alter_table('campaign', schema=None) as batch_op:
        batch_op.drop_column('asks_for_gaps')
