"""Acts of consultations: the outcome of each answer, and what it named as missing.

Revision ID: 0047
Revises: 0046
Create Date: 2026-11-29 21:45:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None

# What earlier answers of the same consultation said is not known any more.
ANSWERS = """
UPDATE consultation_entry SET
  outcome = (SELECT c.outcome FROM consultation c WHERE c.id = consultation_entry.consultation_id),
  missing_items = (SELECT c.missing_items FROM consultation c WHERE c.id = consultation_entry.consultation_id)
WHERE act = 'answered'
"""


def upgrade():
    with op.batch_alter_table('consultation_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('outcome', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('missing_items', sa.JSON(), server_default='[]', nullable=False))
    op.execute(ANSWERS)


def downgrade():
    with op.batch_alter_table('consultation_entry', schema=None) as batch_op:
        batch_op.drop_column('missing_items')
        batch_op.drop_column('outcome')
