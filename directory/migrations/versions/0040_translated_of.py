"""Of which original a translation was made.

Revision ID: 0040
Revises: 0039
Create Date: 2026-11-29 17:45:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('provenance', schema=None) as batch_op:
        batch_op.add_column(sa.Column('translated_of', sa.String(length=64), nullable=True))
        batch_op.alter_column('detail', existing_type=sa.String(length=40), type_=sa.String(length=60))


def downgrade():
    with op.batch_alter_table('provenance', schema=None) as batch_op:
        batch_op.alter_column('detail', existing_type=sa.String(length=60), type_=sa.String(length=40))
        batch_op.drop_column('translated_of')
