"""Official tables that the site reads.

Revision ID: 0054
Revises: 0053
Create Date: 2026-12-01 00:20:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0054'
down_revision = '0053'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('source_table',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('reader', sa.String(length=20), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('treaty_key', sa.String(length=160), nullable=True),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('left_out', sa.JSON(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('fault', sa.JSON(), nullable=False),
    sa.Column('absent', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['treaty_key'], ['treaty.key'], name=op.f('fk_source_table_treaty_key_treaty')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source_table')),
    sa.UniqueConstraint('name', name=op.f('uq_source_table_name'))
    )
    with op.batch_alter_table('source_table', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_source_table_asked_at'), ['asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_source_table_treaty_key'), ['treaty_key'], unique=False)


def downgrade():
    op.drop_table('source_table')
