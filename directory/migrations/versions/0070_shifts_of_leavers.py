"""A handover says whether the leaver's shifts pass to the successor.

Revision ID: 0070
Revises: 0069
Create Date: 2026-12-01 21:00:00.000000

"""
import sqlalchemy as sa
from alembic import op


revision = '0070'
down_revision = '0069'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('handover') as batch_op:
        batch_op.add_column(sa.Column('passes_shifts', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    with op.batch_alter_table('handover') as batch_op:
        batch_op.drop_column('passes_shifts')
