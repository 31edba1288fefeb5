"""An index of the acts in the audit chain by which a row passes from one authority to another.

Revision ID: 0046
Revises: 0045
Create Date: 2026-11-29 21:40:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None

PASSING_ON = sa.text("detail = 'authority_key' AND action = 'changed'")


def upgrade():
    op.create_index(
        'ix_audit_event_passing_on',
        'audit_event',
        ['kind', 'key'],
        sqlite_where=PASSING_ON,
        postgresql_where=PASSING_ON,
    )


def downgrade():
    op.drop_index('ix_audit_event_passing_on', table_name='audit_event')
