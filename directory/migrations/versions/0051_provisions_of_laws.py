"""Provisions of national laws; whether a law is in force.

Revision ID: 0051
Revises: 0050
Create Date: 2026-11-30 17:20:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0051'
down_revision = '0050'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('provision',
    sa.Column('legislation_key', sa.String(length=160), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('article', sa.String(length=80), nullable=False),
    sa.Column('about', sa.JSON(), nullable=False),
    sa.Column('carries_out', sa.Text(), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.ForeignKeyConstraint(['legislation_key'], ['legislation.key'], name=op.f('fk_provision_legislation_key_legislation')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_provision'))
    )
    with op.batch_alter_table('provision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_provision_legislation_key'), ['legislation_key'], unique=False)
    with op.batch_alter_table('legislation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('status', sa.String(length=20), server_default='', nullable=False))


def downgrade():
    with op.batch_alter_table('legislation', schema=None) as batch_op:
        batch_op.drop_column('status')
    op.drop_table('provision')
