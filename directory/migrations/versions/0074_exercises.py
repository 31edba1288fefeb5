"""Exercises: desks, injects and findings; a consultation may belong to an exercise.

Revision ID: 0074
Revises: 0073
Create Date: 2026-12-02 00:20:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0074'
down_revision = '0073'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('exercise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('network_key', sa.String(length=160), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('scenario', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('creator_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('names_states', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['creator_id'], ['account.id'], name=op.f('fk_exercise_creator_id_account')),
    sa.ForeignKeyConstraint(['network_key'], ['network.key'], name=op.f('fk_exercise_network_key_network')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exercise')),
    sa.UniqueConstraint('public_id', name=op.f('uq_exercise_public_id'))
    )
    with op.batch_alter_table('exercise') as batch_op:
        batch_op.create_index(batch_op.f('ix_exercise_ends_at'), ['ends_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_exercise_network_key'), ['network_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_exercise_starts_at'), ['starts_at'], unique=False)

    op.create_table('exercise_desk',
    sa.Column('exercise_id', sa.Integer(), nullable=False),
    sa.Column('focal_point_key', sa.String(length=160), nullable=False),
    sa.Column('passed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['exercise_id'], ['exercise.id'], name=op.f('fk_exercise_desk_exercise_id_exercise')),
    sa.ForeignKeyConstraint(['focal_point_key'], ['focal_point.key'], name=op.f('fk_exercise_desk_focal_point_key_focal_point')),
    sa.PrimaryKeyConstraint('exercise_id', 'focal_point_key', name=op.f('pk_exercise_desk'))
    )
    with op.batch_alter_table('exercise_desk') as batch_op:
        batch_op.create_index(batch_op.f('ix_exercise_desk_focal_point_key'), ['focal_point_key'], unique=False)

    op.create_table('exercise_finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exercise_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('focal_point_key', sa.String(length=160), nullable=True),
    sa.Column('taken_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['exercise_id'], ['exercise.id'], name=op.f('fk_exercise_finding_exercise_id_exercise')),
    sa.ForeignKeyConstraint(['focal_point_key'], ['focal_point.key'], name=op.f('fk_exercise_finding_focal_point_key_focal_point')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['account.id'], name=op.f('fk_exercise_finding_taken_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exercise_finding')),
    sa.UniqueConstraint('exercise_id', 'number', name=op.f('uq_exercise_finding_exercise_id'))
    )
    with op.batch_alter_table('exercise_finding') as batch_op:
        batch_op.create_index(batch_op.f('ix_exercise_finding_exercise_id'), ['exercise_id'], unique=False)

    op.create_table('exercise_inject',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('exercise_id', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('from_key', sa.String(length=160), nullable=True),
    sa.Column('to_key', sa.String(length=160), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('expected', sa.Text(), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('consultation_id', sa.Integer(), nullable=True),
    sa.Column('observation', sa.String(length=20), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('evaluator_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_exercise_inject_consultation_id_consultation')),
    sa.ForeignKeyConstraint(['evaluator_id'], ['account.id'], name=op.f('fk_exercise_inject_evaluator_id_account')),
    sa.ForeignKeyConstraint(['exercise_id'], ['exercise.id'], name=op.f('fk_exercise_inject_exercise_id_exercise')),
    sa.ForeignKeyConstraint(['from_key'], ['focal_point.key'], name=op.f('fk_exercise_inject_from_key_focal_point')),
    sa.ForeignKeyConstraint(['to_key'], ['focal_point.key'], name=op.f('fk_exercise_inject_to_key_focal_point')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exercise_inject')),
    sa.UniqueConstraint('public_id', name=op.f('uq_exercise_inject_public_id'))
    )
    with op.batch_alter_table('exercise_inject') as batch_op:
        batch_op.create_index(batch_op.f('ix_exercise_inject_exercise_id'), ['exercise_id'], unique=False)

    with op.batch_alter_table('consultation') as batch_op:
        batch_op.add_column(sa.Column('exercise_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_consultation_exercise_id'), ['exercise_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_consultation_exercise_id_exercise'), 'exercise', ['exercise_id'], ['id'])


def downgrade():
    with op.batch_alter_table('consultation') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_consultation_exercise_id_exercise'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_consultation_exercise_id'))
        batch_op.drop_column('exercise_id')

    with op.batch_alter_table('exercise_inject') as batch_op:
        batch_op.drop_index(batch_op.f('ix_exercise_inject_exercise_id'))

    op.drop_table('exercise_inject')
    with op.batch_alter_table('exercise_finding') as batch_op:
        batch_op.drop_index(batch_op.f('ix_exercise_finding_exercise_id'))

    op.drop_table('exercise_finding')
    with op.batch_alter_table('exercise_desk') as batch_op:
        batch_op.drop_index(batch_op.f('ix_exercise_desk_focal_point_key'))

    op.drop_table('exercise_desk')
    with op.batch_alter_table('exercise') as batch_op:
        batch_op.drop_index(batch_op.f('ix_exercise_starts_at'))
        batch_op.drop_index(batch_op.f('ix_exercise_network_key'))
        batch_op.drop_index(batch_op.f('ix_exercise_ends_at'))

    op.drop_table('exercise')
