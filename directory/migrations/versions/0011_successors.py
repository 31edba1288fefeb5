"""Desks that end, and what takes their place.

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-25 04:10:00

"""
from alembic import op
import sqlalchemy as sa


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('focal_point', schema=None) as batch_op:
        batch_op.add_column(sa.Column('status', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('successor_key', sa.String(length=160), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_focal_point_successor_key_focal_point'), 'focal_point', ['successor_key'], ['key']
        )


def downgrade():
    with op.batch_alter_table('focal_point', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_focal_point_successor_key_focal_point'), type_='foreignkey')
        batch_op.drop_column('successor_key')
        batch_op.drop_column('status')
