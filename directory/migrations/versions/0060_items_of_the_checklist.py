"""The items of a checklist for which a rule of a sheet or a paragraph of a treaty asks.

Revision ID: 0060
Revises: 0058
Create Date: 2026-12-01 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0060'
down_revision = '0058'
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
