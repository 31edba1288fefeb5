"""Memberships of States in networks: since when they are known here.

Revision ID: 0044
Revises: 0043
Create Date: 2026-11-29 21:30:00.000000

"""
from datetime import UTC, datetime

from alembic import op
import sqlalchemy as sa


revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None

MEMBERS = sa.table('network_member', sa.column('recorded_at', sa.DateTime(timezone=True)))


def upgrade():
    with op.batch_alter_table('network_member', schema=None) as batch_op:
        batch_op.add_column(sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=True))
    # Since when the memberships stand that are there is not known: of what was recorded before they read nothing.
    op.execute(MEMBERS.update().values(recorded_at=datetime.now(UTC)))
    with op.batch_alter_table('network_member', schema=None) as batch_op:
        batch_op.alter_column('recorded_at', nullable=False)


def downgrade():
    with op.batch_alter_table('network_member', schema=None) as batch_op:
        batch_op.drop_column('recorded_at')
