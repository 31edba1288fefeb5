"""Tests of desks: when each was made, from which plan, and the report made with it.

Revision ID: 0082
Revises: 0077
Create Date: 2026-12-02 04:20:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0082'
down_revision = '0077'
branch_labels = None
depends_on = None

# The audit chain says when a test was scheduled or logged. Planned and repeated tests stand there later or never.
MADE_AT = """
UPDATE reachability_test SET made_at = coalesce(
    (SELECT min(audit_event.at) FROM audit_event WHERE audit_event.kind = 'reachability_test'
        AND audit_event.key = reachability_test.public_id
        AND audit_event.action IN ('schedule_test', 'log_test_call')),
    asked_at, next_step_at, finished_at, CURRENT_TIMESTAMP)
"""


def upgrade():
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.add_column(sa.Column('made_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('is_planned', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('report_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_reachability_test_report_id_report'), 'report', ['report_id'], ['id'])
    op.execute(MADE_AT)
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.alter_column('made_at', nullable=False)
        batch_op.create_index(batch_op.f('ix_reachability_test_made_at'), ['made_at'])


def downgrade():
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.drop_index(batch_op.f('ix_reachability_test_made_at'))
        batch_op.drop_constraint(batch_op.f('fk_reachability_test_report_id_report'), type_='foreignkey')
        batch_op.drop_column('report_id')
        batch_op.drop_column('is_planned')
        batch_op.drop_column('made_at')
