"""Reachability tests of single lines, and plans of tests.

Revision ID: 0075
Revises: 0073
Create Date: 2026-12-02 00:30:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0075'
down_revision = '0073'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.add_column(sa.Column('contact_key', sa.String(length=160), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_reachability_test_contact_key'), ['contact_key'])


def downgrade():
    with op.batch_alter_table('reachability_test') as batch_op:
        batch_op.drop_index(batch_op.f('ix_reachability_test_contact_key'))
        batch_op.drop_column('contact_key')
