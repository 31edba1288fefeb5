"""Rules of consultations: from when a shorter time of keeping counts, and which counts until then.

Revision ID: 0045
Revises: 0044
Create Date: 2026-11-29 21:28:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None

# The code of before would erase at once what waits for its day.
SET_BACK = "UPDATE consultation_rule SET kept_days = earlier_kept_days WHERE shorter_from > CURRENT_TIMESTAMP"


def upgrade():
    with op.batch_alter_table('consultation_rule', schema=None) as batch_op:
        batch_op.add_column(sa.Column('earlier_kept_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('shorter_from', sa.DateTime(timezone=True), nullable=True))


def downgrade():
    op.execute(SET_BACK)
    with op.batch_alter_table('consultation_rule', schema=None) as batch_op:
        batch_op.drop_column('shorter_from')
        batch_op.drop_column('earlier_kept_days')
