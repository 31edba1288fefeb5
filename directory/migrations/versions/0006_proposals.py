"""Proposals, and what seed data must leave alone.

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-25 03:40:00

"""
from alembic import op
import sqlalchemy as sa


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('proposal',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('jurisdiction_key', sa.String(length=160), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('origin', sa.String(length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=True),
    sa.Column('undoes_id', sa.String(length=24), nullable=True),
    sa.Column('form', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_proposal_author_id_account')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['account.id'], name=op.f('fk_proposal_reviewer_id_account')),
    sa.ForeignKeyConstraint(['undoes_id'], ['proposal.id'], name=op.f('fk_proposal_undoes_id_proposal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_key'), ['key'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_jurisdiction_key'), ['jurisdiction_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_author_id'), ['author_id'], unique=False)

    op.create_table('proposal_network',
    sa.Column('proposal_id', sa.String(length=24), nullable=False),
    sa.Column('network_key', sa.String(length=160), nullable=False),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposal_network_proposal_id_proposal')),
    sa.PrimaryKeyConstraint('proposal_id', 'network_key', name=op.f('pk_proposal_network'))
    )
    op.create_table('proposed_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.String(length=24), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('detail', sa.String(length=60), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('sources', sa.JSON(), nullable=False),
    sa.Column('source_date', sa.Text(), nullable=False),
    sa.Column('confidence', sa.String(length=30), nullable=False),
    sa.Column('verified_on', sa.Date(), nullable=True),
    sa.Column('verified_by', sa.Text(), nullable=False),
    sa.Column('replaced', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposed_change_proposal_id_proposal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposed_change'))
    )
    with op.batch_alter_table('proposed_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposed_change_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('tombstone',
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'key', name=op.f('pk_tombstone'))
    )
    with op.batch_alter_table('provenance', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_edited', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('is_outdated', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    with op.batch_alter_table('provenance', schema=None) as batch_op:
        batch_op.drop_column('is_outdated')
        batch_op.drop_column('is_edited')

    op.drop_table('tombstone')
    with op.batch_alter_table('proposed_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposed_change_proposal_id'))

    op.drop_table('proposed_change')
    op.drop_table('proposal_network')
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_author_id'))
        batch_op.drop_index(batch_op.f('ix_proposal_state'))
        batch_op.drop_index(batch_op.f('ix_proposal_jurisdiction_key'))
        batch_op.drop_index(batch_op.f('ix_proposal_key'))

    op.drop_table('proposal')
