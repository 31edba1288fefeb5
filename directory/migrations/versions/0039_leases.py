"""Who holds a job, a recurring job or a message.

Revision ID: 0039
Revises: 0038
Create Date: 2026-11-29 17:40:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

TABLES = ('job', 'recurring_job', 'mail')


def upgrade():
    for table in TABLES:
        op.add_column(table, sa.Column('leased_by', sa.String(length=20), nullable=True))


def downgrade():
    for table in TABLES:
        op.drop_column(table, 'leased_by')
