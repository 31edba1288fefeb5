"""Mail is found by the time at which it was queued.

Revision ID: 0069
Revises: 0068
Create Date: 2026-12-01 17:20:00.000000

"""
from alembic import op


revision = '0069'
down_revision = '0068'
branch_labels = None
depends_on = None


def upgrade():
    op.create_index(op.f('ix_mail_queued_at'), 'mail', ['queued_at'])


def downgrade():
    op.drop_index(op.f('ix_mail_queued_at'), 'mail')
