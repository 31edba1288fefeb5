"""What treaties cover, when they bind, and by which ways requests under them go.

Revision ID: 0020
Revises: 0018
Create Date: 2026-11-26 04:40:00

"""
from alembic import op
import sqlalchemy as sa


revision = '0020'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('treaty_coverage',
    sa.Column('offences', sa.JSON(), nullable=False),
    sa.Column('through_key', sa.String(length=160), nullable=True),
    sa.Column('conditions', sa.JSON(), nullable=False),
    sa.Column('note', sa.JSON(), nullable=False),
    sa.Column('treaty_key', sa.String(length=160), nullable=False),
    sa.Column('measures', sa.JSON(), nullable=False),
    sa.Column('article', sa.String(length=80), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.ForeignKeyConstraint(['through_key'], ['treaty.key'], name=op.f('fk_treaty_coverage_through_key_treaty')),
    sa.ForeignKeyConstraint(['treaty_key'], ['treaty.key'], name=op.f('fk_treaty_coverage_treaty_key_treaty')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_treaty_coverage'))
    )
    with op.batch_alter_table('treaty_coverage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_treaty_coverage_treaty_key'), ['treaty_key'], unique=False)

    op.create_table('treaty_term',
    sa.Column('topic', sa.String(length=40), nullable=False),
    sa.Column('answer', sa.String(length=20), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('urgency', sa.String(length=20), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('treaty_key', sa.String(length=160), nullable=False),
    sa.Column('measures', sa.JSON(), nullable=False),
    sa.Column('article', sa.String(length=80), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.ForeignKeyConstraint(['treaty_key'], ['treaty.key'], name=op.f('fk_treaty_term_treaty_key_treaty')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_treaty_term'))
    )
    with op.batch_alter_table('treaty_term', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_treaty_term_treaty_key'), ['treaty_key'], unique=False)

    with op.batch_alter_table('treaty', schema=None) as batch_op:
        batch_op.add_column(sa.Column('force', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('in_force_year', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('entry_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('entry_months', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('supplements_key', sa.String(length=160), nullable=True))
        batch_op.add_column(sa.Column('gives_way', sa.String(length=20), server_default='', nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_treaty_supplements_key_treaty'), 'treaty', ['supplements_key'], ['key'])


def downgrade():
    with op.batch_alter_table('treaty', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_treaty_supplements_key_treaty'), type_='foreignkey')
        batch_op.drop_column('gives_way')
        batch_op.drop_column('supplements_key')
        batch_op.drop_column('entry_months')
        batch_op.drop_column('entry_days')
        batch_op.drop_column('in_force_year')
        batch_op.drop_column('force')

    with op.batch_alter_table('treaty_term', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_treaty_term_treaty_key'))

    op.drop_table('treaty_term')
    with op.batch_alter_table('treaty_coverage', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_treaty_coverage_treaty_key'))

    op.drop_table('treaty_coverage')
