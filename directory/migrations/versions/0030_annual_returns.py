"""Yearly figures that States file.

Revision ID: 0030
Revises: 0029
Create Date: 2026-11-26 08:50:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('annual_return',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('jurisdiction_key', sa.String(length=160), nullable=False),
    sa.Column('subject', sa.String(length=20), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('sources', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_annual_return_account_id_account')),
    sa.ForeignKeyConstraint(['jurisdiction_key'], ['jurisdiction.key'], name=op.f('fk_annual_return_jurisdiction_key_jurisdiction')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_annual_return')),
    sa.UniqueConstraint('jurisdiction_key', 'subject', 'year', name=op.f('uq_annual_return_jurisdiction_key'))
    )
    with op.batch_alter_table('annual_return', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_annual_return_account_id'), ['account_id'], unique=False)


def downgrade():
    with op.batch_alter_table('annual_return', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_annual_return_account_id'))
    op.drop_table('annual_return')
