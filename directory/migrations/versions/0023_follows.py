"""Follows.

Revision ID: 0023
Revises: 0022
Create Date: 2026-11-26 07:45:29.331075

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('follow',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('since_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_follow_account_id_account')),
    sa.PrimaryKeyConstraint('account_id', 'kind', 'key', name=op.f('pk_follow'))
    )
    op.create_table('following',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('pace', sa.String(length=20), nullable=False),
    sa.Column('told_id', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('feed_digest', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_following_account_id_account')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_following')),
    sa.UniqueConstraint('feed_digest', name=op.f('uq_following_feed_digest'))
    )


def downgrade():
    op.drop_table('following')
    op.drop_table('follow')
