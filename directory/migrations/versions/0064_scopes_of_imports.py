"""An import stays with the scope in which it was brought. Imports of before keep none, and hold no refused cells.

Revision ID: 0064
Revises: 0063
Create Date: 2026-12-01 12:05:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0064'
down_revision = '0063'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('scope', sa.JSON(), server_default='[]', nullable=False))
    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.alter_column('scope', server_default=None)


def downgrade():
    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.drop_column('scope')
