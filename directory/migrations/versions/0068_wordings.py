"""Wordings of the interface: suggested, and published over the catalogues; who keeps a language.

Revision ID: 0068
Revises: 0067
Create Date: 2026-12-01 17:10:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0068'
down_revision = '0067'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'language_keeper',
        sa.Column('language', sa.String(length=10), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_language_keeper_account_id_account')),
        sa.PrimaryKeyConstraint('language', 'account_id', name=op.f('pk_language_keeper')),
    )
    op.create_table(
        'published_wording',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('language', sa.String(length=10), nullable=False),
        sa.Column('string_code', sa.String(length=16), nullable=False),
        sa.Column('context', sa.Text(), nullable=False),
        sa.Column('english', sa.Text(), nullable=False),
        sa.Column('forms', sa.JSON(), nullable=False),
        sa.Column('end', sa.String(length=20), nullable=False),
        sa.Column('published_by_id', sa.Integer(), nullable=True),
        sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['published_by_id'], ['account.id'], name=op.f('fk_published_wording_published_by_id_account')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_published_wording')),
    )
    op.create_index('ix_published_wording_language_string_code', 'published_wording', ['language', 'string_code'])
    op.create_index(op.f('ix_published_wording_published_by_id'), 'published_wording', ['published_by_id'])
    op.create_table(
        'wording_suggestion',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('public_id', sa.String(length=30), nullable=False),
        sa.Column('language', sa.String(length=10), nullable=False),
        sa.Column('string_code', sa.String(length=16), nullable=False),
        sa.Column('context', sa.Text(), nullable=False),
        sa.Column('english', sa.Text(), nullable=False),
        sa.Column('forms', sa.JSON(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('page', sa.Text(), nullable=False),
        sa.Column('suggested_by_id', sa.Integer(), nullable=True),
        sa.Column('suggested_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('outcome', sa.String(length=20), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('decided_by_id', sa.Integer(), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['decided_by_id'], ['account.id'], name=op.f('fk_wording_suggestion_decided_by_id_account')
        ),
        sa.ForeignKeyConstraint(
            ['suggested_by_id'], ['account.id'], name=op.f('fk_wording_suggestion_suggested_by_id_account')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_wording_suggestion')),
        sa.UniqueConstraint('public_id', name=op.f('uq_wording_suggestion_public_id')),
    )
    op.create_index('ix_wording_suggestion_language_outcome', 'wording_suggestion', ['language', 'outcome'])
    for column in ('string_code', 'suggested_by_id', 'decided_by_id'):
        op.create_index(op.f(f'ix_wording_suggestion_{column}'), 'wording_suggestion', [column])


def downgrade():
    op.drop_table('wording_suggestion')
    op.drop_table('published_wording')
    op.drop_table('language_keeper')
