"""Authorities and desks that are invented, for demonstration, carry a mark.

Revision ID: 0016
Revises: 0015
Create Date: 2026-11-26 04:30:00

"""
from alembic import op
import sqlalchemy as sa


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade():
    for table in ('authority', 'focal_point'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('mark', sa.String(length=20), server_default='', nullable=False))


def downgrade():
    for table in ('focal_point', 'authority'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('mark')
