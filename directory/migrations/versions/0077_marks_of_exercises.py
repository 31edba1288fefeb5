"""Exercises: alarms are marked as such; injects hold what a question needs; a desk may leave an exercise.

Revision ID: 0077
Revises: 0076
Create Date: 2026-12-02 00:40:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0077'
down_revision = '0076'
branch_labels = None
depends_on = None

TEXTS = {'language': 10, 'measure': 40, 'offence': 20, 'urgency': 20}


def upgrade():
    with op.batch_alter_table('alarm') as batch_op:
        batch_op.add_column(sa.Column('is_exercise', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('exercise_desk') as batch_op:
        batch_op.add_column(sa.Column('left_at', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('exercise_inject') as batch_op:
        for name, characters in TEXTS.items():
            batch_op.add_column(sa.Column(name, sa.String(length=characters), nullable=False, server_default=''))


def downgrade():
    with op.batch_alter_table('exercise_inject') as batch_op:
        for name in TEXTS:
            batch_op.drop_column(name)
    with op.batch_alter_table('exercise_desk') as batch_op:
        batch_op.drop_column('left_at')
    with op.batch_alter_table('alarm') as batch_op:
        batch_op.drop_column('is_exercise')
