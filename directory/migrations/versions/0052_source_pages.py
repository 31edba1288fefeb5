"""Source pages that are asked for again, and what has changed on them.

Revision ID: 0052
Revises: 0051
Create Date: 2026-11-30 17:45:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0052'
down_revision = '0051'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('source_page',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('host', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('etag', sa.Text(), nullable=False),
    sa.Column('last_modified', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source_page')),
    sa.UniqueConstraint('address', name=op.f('uq_source_page_address'))
    )
    with op.batch_alter_table('source_page', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_source_page_asked_at'), ['asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_source_page_host'), ['host'], unique=False)
    op.create_table('source_sentence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('page_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('detail', sa.String(length=60), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['page_id'], ['source_page.id'], name=op.f('fk_source_sentence_page_id_source_page')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source_sentence')),
    sa.UniqueConstraint('page_id', 'kind', 'key', 'detail', name=op.f('uq_source_sentence_page_id'))
    )
    with op.batch_alter_table('source_sentence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_source_sentence_page_id'), ['page_id'], unique=False)
    op.create_table('source_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=30), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('detail', sa.String(length=60), nullable=False),
    sa.Column('jurisdiction_key', sa.String(length=10), nullable=False),
    sa.Column('old', sa.Text(), nullable=False),
    sa.Column('new', sa.Text(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['settled_by_id'], ['account.id'], name=op.f('fk_source_change_settled_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source_change')),
    sa.UniqueConstraint('public_id', name=op.f('uq_source_change_public_id'))
    )
    with op.batch_alter_table('source_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_source_change_jurisdiction_key'), ['jurisdiction_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_source_change_key'), ['key'], unique=False)


def downgrade():
    op.drop_table('source_change')
    op.drop_table('source_sentence')
    op.drop_table('source_page')
