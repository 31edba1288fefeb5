"""Documents that are made of drafts are counted by day, State and measure.

Revision ID: 0024
Revises: 0023
Create Date: 2026-11-26 07:50:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('draft_count',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('jurisdiction_key', sa.String(length=160), nullable=False),
    sa.Column('measure', sa.String(length=40), nullable=False),
    sa.Column('documents', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['jurisdiction_key'], ['jurisdiction.key'], name=op.f('fk_draft_count_jurisdiction_key_jurisdiction')),
    sa.PrimaryKeyConstraint('day', 'jurisdiction_key', 'measure', name=op.f('pk_draft_count'))
    )


def downgrade():
    op.drop_table('draft_count')
