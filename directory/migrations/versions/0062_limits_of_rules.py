"""When a person is released after provisional arrest, if the request has not arrived; rules on a condition.

Revision ID: 0062
Revises: 0061
Create Date: 2026-12-01 10:10:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0062'
down_revision = '0061'
branch_labels = None
depends_on = None

NAMES = ('release_possible', 'release_due')


def upgrade():
    for table in ('treaty_rule', 'rule'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in NAMES:
                batch_op.add_column(sa.Column(name, sa.String(length=20), server_default='', nullable=False))
    with op.batch_alter_table('rule', schema=None) as batch_op:
        batch_op.add_column(sa.Column('condition', sa.String(length=20), server_default='', nullable=False))


def downgrade():
    with op.batch_alter_table('rule', schema=None) as batch_op:
        batch_op.drop_column('condition')
    for table in ('treaty_rule', 'rule'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in reversed(NAMES):
                batch_op.drop_column(name)
