"""Tabletops: who takes part in which role, injects that are held, and what each evaluator saw.

Revision ID: 0079
Revises: 0078
Create Date: 2026-12-02 03:45:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0079'
down_revision = '0078'
branch_labels = None
depends_on = None

EVALUATOR = 'fk_exercise_inject_evaluator_id_account'


def upgrade():
    op.create_table('exercise_participant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('exercise_id', sa.Integer(), nullable=False),
    sa.Column('focal_point_key', sa.String(length=160), nullable=True),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['exercise_id'], ['exercise.id'], name=op.f('fk_exercise_participant_exercise_id_exercise')),
    sa.ForeignKeyConstraint(['focal_point_key'], ['focal_point.key'], name=op.f('fk_exercise_participant_focal_point_key_focal_point')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exercise_participant')),
    sa.UniqueConstraint('public_id', name=op.f('uq_exercise_participant_public_id'))
    )
    with op.batch_alter_table('exercise_participant') as batch_op:
        batch_op.create_index(batch_op.f('ix_exercise_participant_exercise_id'), ['exercise_id'], unique=False)

    op.create_table('exercise_evaluation',
    sa.Column('inject_id', sa.Integer(), nullable=False),
    sa.Column('evaluator_id', sa.Integer(), nullable=False),
    sa.Column('observation', sa.String(length=20), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('evaluated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['evaluator_id'], ['account.id'], name=op.f('fk_exercise_evaluation_evaluator_id_account')),
    sa.ForeignKeyConstraint(['inject_id'], ['exercise_inject.id'], name=op.f('fk_exercise_evaluation_inject_id_exercise_inject')),
    sa.PrimaryKeyConstraint('inject_id', 'evaluator_id', name=op.f('pk_exercise_evaluation'))
    )
    # Nothing has written the verdicts that stood in the inject itself.
    with op.batch_alter_table('exercise_inject') as batch_op:
        batch_op.add_column(sa.Column('role', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('held_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f(EVALUATOR), type_='foreignkey')
        for name in ('observation', 'remark', 'evaluator_id'):
            batch_op.drop_column(name)


def downgrade():
    with op.batch_alter_table('exercise_inject') as batch_op:
        batch_op.add_column(sa.Column('observation', sa.String(length=20), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('remark', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('evaluator_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f(EVALUATOR), 'account', ['evaluator_id'], ['id'])
        batch_op.drop_column('held_at')
        batch_op.drop_column('role')
    op.drop_table('exercise_evaluation')
    with op.batch_alter_table('exercise_participant') as batch_op:
        batch_op.drop_index(batch_op.f('ix_exercise_participant_exercise_id'))

    op.drop_table('exercise_participant')
