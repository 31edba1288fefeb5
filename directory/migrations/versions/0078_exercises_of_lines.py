"""Exercises of level 1: tests and plans of tests may be part of an exercise.

Revision ID: 0078
Revises: 0077
Create Date: 2026-12-02 03:50:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0078'
down_revision = '0077'
branch_labels = None
depends_on = None

UNIQUE = 'uq_reachability_plan_focal_point_key'
OF_NO_EXERCISE = sa.text('exercise_id IS NULL')


def upgrade():
    for table in ('reachability_test', 'reachability_plan'):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column('exercise_id', sa.Integer(), nullable=True))
            batch_op.create_foreign_key(batch_op.f(f'fk_{table}_exercise_id_exercise'), 'exercise', ['exercise_id'], ['id'])
            batch_op.create_index(batch_op.f(f'ix_{table}_exercise_id'), ['exercise_id'])
    with op.batch_alter_table('reachability_plan') as batch_op:
        batch_op.drop_constraint(batch_op.f(UNIQUE), type_='unique')
    op.create_index(UNIQUE, 'reachability_plan', ['focal_point_key'], unique=True, sqlite_where=OF_NO_EXERCISE, postgresql_where=OF_NO_EXERCISE)


def downgrade():
    op.execute('DELETE FROM planned_test WHERE plan_id IN (SELECT id FROM reachability_plan WHERE exercise_id IS NOT NULL)')
    op.execute('DELETE FROM reachability_plan WHERE exercise_id IS NOT NULL')
    op.execute('DELETE FROM reachability_test WHERE exercise_id IS NOT NULL')
    op.drop_index(UNIQUE, table_name='reachability_plan')
    with op.batch_alter_table('reachability_plan') as batch_op:
        batch_op.create_unique_constraint(batch_op.f(UNIQUE), ['focal_point_key'])
    for table in ('reachability_plan', 'reachability_test'):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(batch_op.f(f'ix_{table}_exercise_id'))
            batch_op.drop_constraint(batch_op.f(f'fk_{table}_exercise_id_exercise'), type_='foreignkey')
            batch_op.drop_column('exercise_id')
