"""The kind of authority that a treaty names as the receiver of requests.

Revision ID: 0050
Revises: 0049
Create Date: 2026-11-30 18:10:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0050'
down_revision = '0049'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('treaty_term', schema=None) as batch_op:
        batch_op.add_column(sa.Column('receiver', sa.String(length=40), server_default='', nullable=False))


def downgrade():
    with op.batch_alter_table('treaty_term', schema=None) as batch_op:
        batch_op.drop_column('receiver')
