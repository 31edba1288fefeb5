"""What of an official table was not proposed.

Revision ID: 0056
Revises: 0055
Create Date: 2026-12-01 03:30:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0056'
down_revision = '0055'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('source_table', schema=None) as batch_op:
        batch_op.add_column(sa.Column('remarks', sa.JSON(), server_default='[]', nullable=False))


def downgrade():
    with op.batch_alter_table('source_table', schema=None) as batch_op:
        batch_op.drop_column('remarks')
