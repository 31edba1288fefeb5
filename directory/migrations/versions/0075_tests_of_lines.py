"""Reachability tests of single lines, and plans of tests.

Revision ID: 0075
Revises: 0074
Create Date: 2026-12-02 00:30:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0075'
down_revision = '0074'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.add_column(sa.Column('contact_key', sa.String(length=160), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_reachability_test_contact_key'), ['contact_key'])
    op.create_table('reachability_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('focal_point_key', sa.String(length=160), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('tests_per_quarter', sa.Integer(), nullable=False),
    sa.Column('drawn_until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_reachability_plan_author_id_account')),
    sa.ForeignKeyConstraint(['focal_point_key'], ['focal_point.key'], name=op.f('fk_reachability_plan_focal_point_key_focal_point')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reachability_plan')),
    sa.UniqueConstraint('focal_point_key', name=op.f('uq_reachability_plan_focal_point_key'))
    )
    with op.batch_alter_table('reachability_plan') as batch_op:
        batch_op.create_index(batch_op.f('ix_reachability_plan_author_id'), ['author_id'])
        batch_op.create_index(batch_op.f('ix_reachability_plan_drawn_until'), ['drawn_until'])
    op.create_table('planned_test',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('contact_key', sa.String(length=160), nullable=False),
    sa.Column('way', sa.String(length=20), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['reachability_plan.id'], name=op.f('fk_planned_test_plan_id_reachability_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_test'))
    )
    with op.batch_alter_table('planned_test') as batch_op:
        batch_op.create_index(batch_op.f('ix_planned_test_due_at'), ['due_at'])
        batch_op.create_index(batch_op.f('ix_planned_test_plan_id'), ['plan_id'])


def downgrade():
    op.drop_table('planned_test')
    op.drop_table('reachability_plan')
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.drop_index(batch_op.f('ix_reachability_test_contact_key'))
        batch_op.drop_column('contact_key')
