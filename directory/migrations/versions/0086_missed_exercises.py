"""When the time of an exercise came while it could not begin; which desks were rehearsed by their own people.

Revision ID: 0086
Revises: 0084
Create Date: 2026-12-02 08:30:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0086'
down_revision = '0084'
branch_labels = None
depends_on = None

# Those whose time has come and that did not begin were not ready: from now on they begin by nothing but a person.
MISSED = """
UPDATE exercise SET missed_at = CURRENT_TIMESTAMP WHERE state = 'prepared' AND starts_at <= CURRENT_TIMESTAMP
"""

# Who staffed a desk then is not known any more: today's desks stand for it.
IS_OWN = """
UPDATE exercise_desk SET is_own = true WHERE EXISTS (SELECT 1 FROM exercise JOIN desk_member
    ON desk_member.account_id = exercise.creator_id
    WHERE exercise.id = exercise_desk.exercise_id AND desk_member.focal_point_key = exercise_desk.focal_point_key)
"""


def upgrade():
    with op.batch_alter_table('exercise') as batch_op:
        batch_op.add_column(sa.Column('missed_at', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('exercise_desk') as batch_op:
        batch_op.add_column(sa.Column('is_own', sa.Boolean(), nullable=False, server_default=sa.false()))
    for fill in (MISSED, IS_OWN):
        op.execute(fill)


def downgrade():
    with op.batch_alter_table('exercise_desk') as batch_op:
        batch_op.drop_column('is_own')
    with op.batch_alter_table('exercise') as batch_op:
        batch_op.drop_column('missed_at')
