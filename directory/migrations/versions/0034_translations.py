"""Translations of texts.

Revision ID: 0034
Revises: 0033
Create Date: 2026-11-26 14:45:20.118402

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade():
    for table in ('provenance', 'proposed_change'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('translated_from', sa.String(length=35), nullable=True))
            batch_op.add_column(sa.Column('translated_by', sa.Text(), nullable=True))
            batch_op.add_column(sa.Column('translated_on', sa.Date(), nullable=True))
    with op.batch_alter_table('proposed_change', schema=None) as batch_op:
        batch_op.add_column(sa.Column('translated_of', sa.String(length=64), nullable=True))


def downgrade():
    with op.batch_alter_table('proposed_change', schema=None) as batch_op:
        batch_op.drop_column('translated_of')
    for table in ('proposed_change', 'provenance'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('translated_on')
            batch_op.drop_column('translated_by')
            batch_op.drop_column('translated_from')
