"""A proposal names the refused one that it corrects.

Revision ID: 0066
Revises: 0065
Create Date: 2026-12-01 13:40:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0066'
down_revision = '0065'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.add_column(sa.Column('follows_id', sa.String(length=24), nullable=True))
        batch_op.create_index(batch_op.f('ix_proposal_follows_id'), ['follows_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_proposal_follows_id_proposal'), 'proposal', ['follows_id'], ['id'])


def downgrade():
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_proposal_follows_id_proposal'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_proposal_follows_id'))
        batch_op.drop_column('follows_id')
