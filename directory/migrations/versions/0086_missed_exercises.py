"""When the time of an exercise came while it could not begin.

Revision ID: 0086
Revises: 0082
Create Date: 2026-12-02 08:30:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0086'
down_revision = '0082'
branch_labels = None
depends_on = None

# Those whose time has come and that did not begin were not ready: from now on they begin by nothing but a person.
MISSED = """
UPDATE exercise SET missed_at = CURRENT_TIMESTAMP WHERE state = 'prepared' AND starts_at <= CURRENT_TIMESTAMP
"""


def upgrade():
    with op.batch_alter_table('exercise') as batch_op:
        batch_op.add_column(sa.Column('missed_at', sa.DateTime(timezone=True), nullable=True))
    op.execute(MISSED)


def downgrade():
    with op.batch_alter_table('exercise') as batch_op:
        batch_op.drop_column('missed_at')
