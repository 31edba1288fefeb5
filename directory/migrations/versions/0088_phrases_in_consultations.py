"""Sentences of the phrasebook in the acts of consultations.

Revision ID: 0088
Revises: 0087
Create Date: 2026-12-02 17:20:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0088'
down_revision = '0087'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('consultation_entry') as batch_op:
        batch_op.add_column(sa.Column('sealed_phrases', sa.LargeBinary(), nullable=False, server_default=''))


def downgrade():
    with op.batch_alter_table('consultation_entry') as batch_op:
        batch_op.drop_column('sealed_phrases')
