"""Declarations by article, measure, pair and day; how far a treaty reaches; terms for one phase of a measure.

Revision ID: 0049
Revises: 0048
Create Date: 2026-11-30 14:20:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0049'
down_revision = '0048'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('treaty_territory',
    sa.Column('treaty_key', sa.String(length=160), nullable=False),
    sa.Column('jurisdiction_key', sa.String(length=160), nullable=False),
    sa.Column('effect', sa.String(length=20), nullable=False),
    sa.Column('territory_key', sa.String(length=160), nullable=True),
    sa.Column('territory', sa.JSON(), nullable=False),
    sa.Column('speaker', sa.String(length=20), nullable=False),
    sa.Column('article', sa.String(length=80), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('note', sa.JSON(), nullable=False),
    sa.Column('retrieved_from', sa.Text(), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.ForeignKeyConstraint(['jurisdiction_key'], ['jurisdiction.key'], name=op.f('fk_treaty_territory_jurisdiction_key_jurisdiction')),
    sa.ForeignKeyConstraint(['territory_key'], ['jurisdiction.key'], name=op.f('fk_treaty_territory_territory_key_jurisdiction')),
    sa.ForeignKeyConstraint(['treaty_key'], ['treaty.key'], name=op.f('fk_treaty_territory_treaty_key_treaty')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_treaty_territory'))
    )
    with op.batch_alter_table('treaty_territory', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_treaty_territory_jurisdiction_key'), ['jurisdiction_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_treaty_territory_territory_key'), ['territory_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_treaty_territory_treaty_key'), ['treaty_key'], unique=False)

    with op.batch_alter_table('treaty_rule', schema=None) as batch_op:
        batch_op.add_column(sa.Column('phase', sa.String(length=40), server_default='', nullable=False))
    with op.batch_alter_table('treaty_term', schema=None) as batch_op:
        batch_op.add_column(sa.Column('phase', sa.String(length=40), server_default='', nullable=False))
    with op.batch_alter_table('rule', schema=None) as batch_op:
        batch_op.add_column(sa.Column('statement', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('measures', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('phase', sa.String(length=40), server_default='', nullable=False))
        batch_op.add_column(sa.Column('towards_key', sa.String(length=160), nullable=True))
        batch_op.add_column(sa.Column('since', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('until', sa.Date(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_rule_towards_key_jurisdiction'), 'jurisdiction', ['towards_key'], ['key'])


def downgrade():
    with op.batch_alter_table('rule', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_rule_towards_key_jurisdiction'), type_='foreignkey')
        batch_op.drop_column('until')
        batch_op.drop_column('since')
        batch_op.drop_column('towards_key')
        batch_op.drop_column('phase')
        batch_op.drop_column('measures')
        batch_op.drop_column('statement')
    with op.batch_alter_table('treaty_term', schema=None) as batch_op:
        batch_op.drop_column('phase')
    with op.batch_alter_table('treaty_rule', schema=None) as batch_op:
        batch_op.drop_column('phase')
    op.drop_table('treaty_territory')
