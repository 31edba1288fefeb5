"""Handovers: the office from which the leaver goes.

Revision ID: 0043
Revises: 0042
Create Date: 2026-11-29 19:22:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None

# Who came back after the last day may be in another office since: what they left then is not known any more.
OFFICES = """
UPDATE handover SET authority_key = (
  SELECT account.authority_key FROM account
  WHERE account.id = handover.leaver_id AND (handover.ended_at IS NULL OR NOT account.active)
)
"""


def upgrade():
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.add_column(sa.Column('authority_key', sa.String(length=160), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_handover_authority_key_authority'), 'authority', ['authority_key'], ['key']
        )
    op.execute(OFFICES)


def downgrade():
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_handover_authority_key_authority'), type_='foreignkey')
        batch_op.drop_column('authority_key')
