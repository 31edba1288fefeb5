"""Vouches of desks for desks of other States.

Revision ID: 0076
Revises: 0075
Create Date: 2026-12-02 00:30:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0076'
down_revision = '0075'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('vouch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('voucher_key', sa.String(length=160), nullable=False),
    sa.Column('focal_point_key', sa.String(length=160), nullable=False),
    sa.Column('giver_id', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['focal_point_key'], ['focal_point.key'], name=op.f('fk_vouch_focal_point_key_focal_point')),
    sa.ForeignKeyConstraint(['giver_id'], ['account.id'], name=op.f('fk_vouch_giver_id_account')),
    sa.ForeignKeyConstraint(['voucher_key'], ['focal_point.key'], name=op.f('fk_vouch_voucher_key_focal_point')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vouch')),
    sa.UniqueConstraint('public_id', name=op.f('uq_vouch_public_id'))
    )
    with op.batch_alter_table('vouch') as batch_op:
        batch_op.create_index(batch_op.f('ix_vouch_focal_point_key'), ['focal_point_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_vouch_voucher_key'), ['voucher_key'], unique=False)


def downgrade():
    with op.batch_alter_table('vouch') as batch_op:
        batch_op.drop_index(batch_op.f('ix_vouch_voucher_key'))
        batch_op.drop_index(batch_op.f('ix_vouch_focal_point_key'))

    op.drop_table('vouch')
