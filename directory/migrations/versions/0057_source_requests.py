"""The requests for source pages and official tables within the last day.

Revision ID: 0057
Revises: 0056
Create Date: 2026-12-01 03:40:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0057'
down_revision = '0056'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('source_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('host', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source_request'))
    )
    with op.batch_alter_table('source_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_source_request_asked_at'), ['asked_at'], unique=False)


def downgrade():
    op.drop_table('source_request')
