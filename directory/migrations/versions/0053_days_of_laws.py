"""Days between which a law is in force, and the year of the list of parties to a treaty.

Revision ID: 0053
Revises: 0052
Create Date: 2026-11-30 18:55:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('legislation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('not_before', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('in_force_until', sa.Date(), nullable=True))
    with op.batch_alter_table('treaty', schema=None) as batch_op:
        batch_op.add_column(sa.Column('listed_in', sa.Integer(), nullable=True))


def downgrade():
    with op.batch_alter_table('treaty', schema=None) as batch_op:
        batch_op.drop_column('listed_in')
    with op.batch_alter_table('legislation', schema=None) as batch_op:
        batch_op.drop_column('in_force_until')
        batch_op.drop_column('not_before')
