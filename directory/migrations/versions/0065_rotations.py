"""A rota made from people in order.

Revision ID: 0065
Revises: 0064
Create Date: 2026-12-01 13:45:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0065'
down_revision = '0064'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('rotation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('focal_point_key', sa.String(length=160), nullable=False),
    sa.Column('members', sa.JSON(), nullable=False),
    sa.Column('division', sa.String(length=20), nullable=False),
    sa.Column('starts', sa.JSON(), nullable=False),
    sa.Column('office_days', sa.JSON(), nullable=False),
    sa.Column('turn', sa.String(length=20), nullable=False),
    sa.Column('handover', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('has_deputies', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['focal_point_key'], ['desk_rota.focal_point_key'], name=op.f('fk_rotation_focal_point_key_desk_rota')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rotation'))
    )
    with op.batch_alter_table('rotation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rotation_focal_point_key'), ['focal_point_key'], unique=False)


def downgrade():
    with op.batch_alter_table('rotation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rotation_focal_point_key'))
    op.drop_table('rotation')
