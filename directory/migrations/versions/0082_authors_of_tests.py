"""Facts on which the standing of desks rests, stored as they were at the time of a test or verification: when a test
was made, whether it was planned or made by the desk's own people. Also a link for each letter of a test.

Revision ID: 0082
Revises: 0079
Create Date: 2026-12-02 04:20:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0082'
down_revision = '0079'
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

# Letters of tests that were sent have these links; tests to be sent get theirs when they are sent.
LINKS = """
INSERT INTO reachability_link (test_id, token_digest)
    SELECT id, token_digest FROM reachability_test WHERE token_digest IS NOT NULL AND asked_at IS NOT NULL
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
    op.create_table('reachability_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('test_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_reachability_link_account_id_account')),
    sa.ForeignKeyConstraint(['test_id'], ['reachability_test.id'], name=op.f('fk_reachability_link_test_id_reachability_test')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reachability_link')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_reachability_link_token_digest'))
    )
    with op.batch_alter_table('reachability_link') as batch_op:
        batch_op.create_index(batch_op.f('ix_reachability_link_account_id'), ['account_id'])
        batch_op.create_index(batch_op.f('ix_reachability_link_test_id'), ['test_id'])
    op.execute(LINKS)
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_reachability_test_token_digest'), type_='unique')
        batch_op.drop_column('token_digest')
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.alter_column('made_at', nullable=False)
        batch_op.create_index(batch_op.f('ix_reachability_test_made_at'), ['made_at'])


def downgrade():
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.add_column(sa.Column('token_digest', sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_reachability_test_token_digest'), ['token_digest'])
    op.drop_table('reachability_link')
    with op.batch_alter_table('verification') as batch_op:
        batch_op.drop_column('is_of_office')
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.drop_index(batch_op.f('ix_reachability_test_made_at'))
        batch_op.drop_constraint(batch_op.f('fk_reachability_test_report_id_report'), type_='foreignkey')
        batch_op.drop_column('report_id')
        batch_op.drop_column('is_planned')
        batch_op.drop_column('is_own')
        batch_op.drop_column('made_at')
