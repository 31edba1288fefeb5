"""The check of an imported file keeps what looks wrong in rows that it accepts.

Revision ID: 0071
Revises: 0070
Create Date: 2026-12-01 21:50:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0071'
down_revision = '0070'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('import_row') as batch_op:
        batch_op.add_column(sa.Column('doubts', sa.JSON(), nullable=False, server_default='[]'))


def downgrade():
    with op.batch_alter_table('import_row') as batch_op:
        batch_op.drop_column('doubts')
