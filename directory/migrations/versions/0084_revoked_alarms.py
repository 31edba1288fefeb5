"""When the links of an alarm were made invalid.

Revision ID: 0084
Revises: 0082
Create Date: 2026-12-02 07:20:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0084'
down_revision = '0082'
branch_labels = None
depends_on = None

# An alarm that ended before its time was revoked.
ENDS = """
UPDATE alarm SET "end" = 'revoked' WHERE "end" = 'unacknowledged' AND ended_at < acknowledge_by
"""
# Which links were made invalid after their alarm had ended is not known any more: all of them stay closed.
MARKS = """
UPDATE alarm SET revoked_at = ended_at WHERE "end" IN ('unacknowledged', 'revoked')
"""


def upgrade():
    with op.batch_alter_table('alarm') as batch_op:
        batch_op.add_column(sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True))
    for fill in (ENDS, MARKS):
        op.execute(fill)


def downgrade():
    op.execute("""UPDATE alarm SET "end" = 'unacknowledged' WHERE "end" = 'revoked'""")
    with op.batch_alter_table('alarm') as batch_op:
        batch_op.drop_column('revoked_at')
