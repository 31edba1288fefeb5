"""Changes of something that everyone may read are numbered on their own.

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-25 03:58:40.771206

"""
from alembic import op
import sqlalchemy as sa


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('change', sa.Column('public_id', sa.Integer(), nullable=True))
    op.create_index(op.f('ix_change_public_id'), 'change', ['public_id'], unique=True)
    # Until now everything was for everyone, and whoever follows the changes stands at an id.
    op.execute('UPDATE change SET public_id = id')


def downgrade():
    op.drop_index(op.f('ix_change_public_id'), table_name='change')
    op.drop_column('change', 'public_id')
