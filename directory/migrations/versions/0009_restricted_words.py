"""Words of details that are not for everyone, which a signed-in person's search looks up.

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-25 03:48:12.310775

"""
from alembic import op
import sqlalchemy as sa


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

WORD = sa.String(length=64).with_variant(sa.String(length=64, collation='C'), 'postgresql')


def upgrade():
    op.create_table('restricted_word',
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('detail', sa.String(length=80), nullable=False),
    sa.Column('audience', sa.String(length=20), nullable=False),
    sa.Column('jurisdiction', sa.String(length=160), nullable=False),
    sa.Column('network', sa.String(length=160), nullable=False),
    sa.Column('word', WORD, nullable=False),
    sa.PrimaryKeyConstraint('kind', 'key', 'detail', 'audience', 'jurisdiction', 'network', 'word', name=op.f('pk_restricted_word'))
    )
    with op.batch_alter_table('restricted_word', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_restricted_word_jurisdiction'), ['jurisdiction'], unique=False)
        batch_op.create_index(batch_op.f('ix_restricted_word_word'), ['word'], unique=False)


def downgrade():
    op.drop_table('restricted_word')
