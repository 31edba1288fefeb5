"""A refused row of an import keeps its cells, so that it can be shown and mended.

Revision ID: 0060
Revises: 0059
Create Date: 2026-12-01 10:30:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0060'
down_revision = '0059'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('import_row', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cells', sa.JSON(), server_default='{}', nullable=False))
    with op.batch_alter_table('import_row', schema=None) as batch_op:
        batch_op.alter_column('cells', server_default=None)


def downgrade():
    with op.batch_alter_table('import_row', schema=None) as batch_op:
        batch_op.drop_column('cells')
