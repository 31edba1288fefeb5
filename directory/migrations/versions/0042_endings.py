"""Proposed changes: how an authority ends, whether a change takes another back, and which lines a moved desk found
at its new authority.

Revision ID: 0042
Revises: 0041
Create Date: 2026-11-29 19:10:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None

# An authority that ends while something is moved from one authority to another is merged.
MERGED = """
UPDATE proposed_change SET ending = 'merged'
WHERE kind = 'authority' AND detail = 'status'
AND proposal_id IN (SELECT proposal_id FROM proposed_change WHERE detail = 'authority_key')
"""
# A desk that closes with its authority, where the reopening of that is taken back, holds no provenance to put back.
TAKING_BACK = """
UPDATE proposed_change SET takes_back = true
WHERE proposal_id IN (SELECT id FROM proposal WHERE undoes_id IS NOT NULL)
AND NOT (kind = 'focal_point' AND detail = 'status' AND CAST(replaced AS TEXT) = '{}')
"""


def upgrade():
    with op.batch_alter_table('proposed_change', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ending', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('takes_back', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('lines_there', sa.JSON(), nullable=True))
    op.execute(MERGED)
    op.execute(TAKING_BACK)


def downgrade():
    with op.batch_alter_table('proposed_change', schema=None) as batch_op:
        batch_op.drop_column('lines_there')
        batch_op.drop_column('takes_back')
        batch_op.drop_column('ending')
