"""Notices of networks.

Revision ID: 0032
Revises: 0031
Create Date: 2026-11-26 09:15:46.114244

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('notice',
    sa.Column('network_key', sa.String(length=160), nullable=False),
    sa.Column('jurisdiction_key', sa.String(length=160), nullable=True),
    sa.Column('notice_kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('host', sa.Text(), nullable=False),
    sa.Column('who', sa.Text(), nullable=False),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('audience', sa.String(length=20), nullable=False),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.ForeignKeyConstraint(['jurisdiction_key'], ['jurisdiction.key'], name=op.f('fk_notice_jurisdiction_key_jurisdiction')),
    sa.ForeignKeyConstraint(['network_key'], ['network.key'], name=op.f('fk_notice_network_key_network')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_notice'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_ends_on'), ['ends_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_network_key'), ['network_key'], unique=False)



def downgrade():
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_network_key'))
        batch_op.drop_index(batch_op.f('ix_notice_ends_on'))

    op.drop_table('notice')
