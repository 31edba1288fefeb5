"""What proves the standing of desks, kept as it was then; when each test was made, from which plan.

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

# Who staffed a desk then, and had which role, is not known any more: today's desks and roles stand for it.
IS_OWN = """
UPDATE reachability_test SET is_own = true WHERE EXISTS (SELECT 1 FROM desk_member
    WHERE desk_member.account_id = reachability_test.author_id
    AND desk_member.focal_point_key = reachability_test.focal_point_key)
"""
IS_OF_OFFICE = """
UPDATE verification SET is_of_office = true WHERE campaign_id IS NOT NULL OR EXISTS (SELECT 1 FROM account
    WHERE account.id = verification.account_id AND account.role = 'practitioner')
"""


def upgrade():
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.add_column(sa.Column('made_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('is_own', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('is_planned', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('report_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_reachability_test_report_id_report'), 'report', ['report_id'], ['id'])
    with op.batch_alter_table('verification') as batch_op:
        batch_op.add_column(sa.Column('is_of_office', sa.Boolean(), nullable=False, server_default=sa.false()))
    for fill in (MADE_AT, IS_OWN, IS_OF_OFFICE):
        op.execute(fill)
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.alter_column('made_at', nullable=False)
        batch_op.create_index(batch_op.f('ix_reachability_test_made_at'), ['made_at'])


def downgrade():
    with op.batch_alter_table('verification') as batch_op:
        batch_op.drop_column('is_of_office')
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.drop_index(batch_op.f('ix_reachability_test_made_at'))
        batch_op.drop_constraint(batch_op.f('fk_reachability_test_report_id_report'), type_='foreignkey')
        batch_op.drop_column('report_id')
        batch_op.drop_column('is_planned')
        batch_op.drop_column('is_own')
        batch_op.drop_column('made_at')
