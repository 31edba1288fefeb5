"""How far a request needs an item; which fields of a sheet a treaty's rule answers.

Revision ID: 0021
Revises: 0020
Create Date: 2026-11-26 04:27:10.482310

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('rule', schema=None) as batch_op:
        batch_op.add_column(sa.Column('necessity', sa.String(length=20), server_default='', nullable=False))

    with op.batch_alter_table('treaty_rule', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sheet_topics', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('measures', sa.JSON(), server_default='[]', nullable=False))


def downgrade():
    with op.batch_alter_table('treaty_rule', schema=None) as batch_op:
        batch_op.drop_column('measures')
        batch_op.drop_column('sheet_topics')

    with op.batch_alter_table('rule', schema=None) as batch_op:
        batch_op.drop_column('necessity')
