"""A treaty has the day of its adoption, by which a depositary may cite it.

Revision ID: 0063
Revises: 0062
Create Date: 2026-12-01 11:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0063'
down_revision = '0062'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('treaty', schema=None) as batch_op:
        batch_op.add_column(sa.Column('adopted_on', sa.Date(), nullable=True))


def downgrade():
    with op.batch_alter_table('treaty', schema=None) as batch_op:
        batch_op.drop_column('adopted_on')
