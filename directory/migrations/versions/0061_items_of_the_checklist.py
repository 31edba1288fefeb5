"""The items of a checklist for which a rule of a sheet or a paragraph of a treaty asks.

Revision ID: 0061
Revises: 0060
Create Date: 2026-12-01 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0061'
down_revision = '0060'
branch_labels = None
depends_on = None


def upgrade():
    for table in ('rule', 'treaty_rule'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('items', sa.JSON(), server_default='[]', nullable=False))


def downgrade():
    for table in ('treaty_rule', 'rule'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('items')
