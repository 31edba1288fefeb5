"""Once a year each office confirms who still holds an account.

Revision ID: 0102
Revises: 0101
Create Date: 2026-12-03 05:55:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0102'
down_revision = '0101'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('office_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('jurisdiction', sa.String(length=160), nullable=False),
    sa.Column('authority', sa.String(length=160), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('step', sa.String(length=10), nullable=False),
    sa.Column('step_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_review'))
    )
    with op.batch_alter_table('office_review') as batch_op:
        batch_op.create_index('ix_office_review_office', ['jurisdiction', 'authority', 'asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_office_review_step_at'), ['step_at'], unique=False)
    with op.batch_alter_table('account') as batch_op:
        batch_op.add_column(sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('narrowed_at', sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table('account') as batch_op:
        batch_op.drop_column('narrowed_at')
        batch_op.drop_column('confirmed_at')
    op.drop_table('office_review')
